import TestSupport
import Testing

@testable import RedisClient

@Suite("encoded commands")
struct RedisCommandsTests {
    private func text(_ commands: RedisCommands) -> String { String(decoding: commands.encodedBytes, as: UTF8.self) }

    @Test("every kind of argument is written as the protocol says")
    func encoding() {
        var commands = RedisCommands()
        commands.begin("XADD", arguments: 9)
        commands.argument("é" as String)
        commands.argument("static" as StaticString)
        commands.argument(0)
        commands.argument(-1)
        commands.argument(Int.min)
        commands.argument(UInt64.max)
        commands.argument([UInt8]())
        commands.argument([13, 10] as [UInt8])
        commands.argument(RedisStreamID(milliseconds: 1_526_919_030_474, sequence: .max))
        #expect(
            text(commands) == """
                *10\r\n$4\r\nXADD\r\n$2\r\né\r\n$6\r\nstatic\r\n$1\r\n0\r\n$2\r\n-1\r\n$20\r\n-9223372036854775808\r\n\
                $20\r\n18446744073709551615\r\n$0\r\n\r\n$2\r\n\r\n\r\n$34\r\n1526919030474-18446744073709551615\r\n
                """)
        #expect(commands.count == 1 && commands.isComplete)
        #expect(commands.byteCount == text(commands).utf8.count)
    }

    @Test("commands of any sizes survive the growth of their memory")
    func growth() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        for capacity in [0, 1, 300] {
            var commands = RedisCommands(reservingCapacity: capacity)
            var expected: [[String]] = []
            for _ in 0..<100 {
                let words = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                    String(repeating: "abc", count: Int.random(in: 0...200, using: &random))
                }
                commands.append("C", words)
                expected.append(["C"] + words)
            }
            let found = try batch(text(commands)).map { $0.compactMap(\.string) }
            #expect(found == expected, "seed \(seed)")
        }
    }

    @Test("a copy is a value of its own, and an emptied one starts again")
    func values() {
        var one = commands(["A"])
        let copy = one
        one.append("B")
        #expect(text(copy) == "*1\r\n$1\r\nA\r\n" && copy.count == 1 && one.count == 2)
        one.removeAll(keepingCapacity: true)
        #expect(one.isEmpty && one.byteCount == 0)
        one.append(contentsOf: copy)
        one.append(contentsOf: copy)
        #expect(one.count == 2 && text(one) == text(copy) + text(copy))
    }

    @Test("single commands can be taken out of a pipeline")
    func slicing() {
        let all = commands(["A", "1\r\n2"], ["B"], ["C", "", "x"], ["D"])
        var some = RedisCommands()
        some.append(all, at: [0, 2, 3])
        #expect(text(some) == text(commands(["A", "1\r\n2"], ["C", "", "x"], ["D"])) && some.count == 3)
    }

    @Test(
        "a script's digest is the SHA-1 that Redis computes",
        arguments: [
            ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
            ("return 1", "e0e1f9fabfc9d4800c877a703b823ac0578ff8db"),
            ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983e441c3bd26ebaae4aa1f95129e5e54670f1"),
            (String(repeating: "a", count: 64), "0098ba824b5c16427bd7a1122a5a442a25ec644d"),
        ])
    func digests(text: String, digest: String) {
        #expect(RedisScript(name: "x", source: text).sha == digest)
    }

    @Test("stream ids are read, written and ordered as Redis does")
    func streamIDs() {
        #expect(RedisStreamID("5-6") == RedisStreamID(milliseconds: 5, sequence: 6))
        #expect(RedisStreamID("5") == RedisStreamID(milliseconds: 5, sequence: 0))
        #expect(RedisStreamID("18446744073709551615-18446744073709551615") == .maximum)
        for wrong in [
            "", "-", "5-", "-5", "5-6-7", "a", "5-a", "18446744073709551616-0", "0-18446744073709551616", " 5",
        ] {
            #expect(RedisStreamID(wrong) == nil, "\(wrong)")
        }
        #expect(RedisStreamID("5-6")?.description == "5-6")
        #expect(RedisStreamID(milliseconds: 5, sequence: 10) > RedisStreamID(milliseconds: 5, sequence: 9))
        #expect(RedisStreamID(milliseconds: 6, sequence: 0) > RedisStreamID(milliseconds: 5, sequence: 9))
        #expect(RedisStreamID(milliseconds: 5, sequence: .max).next == RedisStreamID(milliseconds: 6, sequence: 0))
        #expect(RedisStreamID.maximum.next == nil)
    }
}
