import TestSupport
import Testing

@testable import RedisClient

@Suite("the reply reader")
struct HiredisReplyReaderTests {
    /// Every kind of value, nested, empty, null, binary, and an error within an array.
    static let wire: [UInt8] = Array(
        """
        +OK\r\n-ERR wrong thing\r\n:42\r\n:-9223372036854775808\r\n$5\r\nhello\r\n$0\r\n\r\n$-1\r\n*-1\r\n*0\r\n\
        *3\r\n:1\r\n*2\r\n$1\r\na\r\n*0\r\n-OOM no memory\r\n*1\r\n*1\r\n*1\r\n*1\r\n$2\r\n\r\n\r\n\
        *2\r\n*2\r\n$3\r\n1-1\r\n*4\r\n$1\r\nf\r\n$1\r\nv\r\n$1\r\ng\r\n$-1\r\n*-1\r\n+END\r\n
        """.utf8)

    static let expected =
        #"[+OK, -ERR wrong thing, 42, -9223372036854775808, "hello", "", null, null, [], [1, ["a", []], -OOM no memory], "#
        + "[[[[\"\r\n\"]]]], [[\"1-1\", [\"f\", \"v\", \"g\", null]], null], +END]"

    private func feed(_ reader: HiredisReplyReader, _ bytes: ArraySlice<UInt8>) throws -> [RedisReply] {
        try bytes.withUnsafeBytes { try reader.feed($0) }.map(Array.init) ?? []
    }

    @Test("all values come out as they were sent")
    func whole() throws {
        let replies = try feed(HiredisReplyReader(), Self.wire[...])
        #expect("\(replies)" == Self.expected)
    }

    @Test("where the network cuts makes no difference, at any byte")
    func everySplit() throws {
        for cut in 0...Self.wire.count {
            let reader = HiredisReplyReader()
            let replies = try feed(reader, Self.wire[..<cut]) + feed(reader, Self.wire[cut...])
            #expect("\(replies)" == Self.expected, "cut at \(cut)")
            #expect(!reader.isInsideReply)
        }
    }

    @Test("byte by byte, replies come as soon as they are complete, and earlier ones stay as they are")
    func byteByByte() throws {
        let reader = HiredisReplyReader()
        var replies: [RedisReply] = []
        for index in Self.wire.indices { replies += try feed(reader, Self.wire[index...index]) }
        #expect("\(replies)" == Self.expected)
    }

    @Test("random cuts of many replies give the same")
    func randomCuts() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        let many = Array(repeatElement(Self.wire, count: 200).joined())
        let whole = "\(try feed(HiredisReplyReader(), many[...]))"
        for _ in 0..<20 {
            let reader = HiredisReplyReader()
            var replies: [RedisReply] = []
            var rest = many[...]
            while !rest.isEmpty {
                let count = min(rest.count, Int.random(in: 1...20_000, using: &random))
                replies += try feed(reader, rest.prefix(count))
                rest = rest.dropFirst(count)
            }
            #expect("\(replies)" == whole, "seed \(seed)")
        }
    }

    @Test("large values are read whole")
    func large() throws {
        let value = [UInt8](repeating: 7, count: 3_000_000)
        let wire = Array("*2\r\n$\(value.count)\r\n".utf8) + value + Array("\r\n:1\r\n".utf8)
        let replies = try feed(HiredisReplyReader(), wire[...])
        #expect(replies.count == 1 && replies[0][0].bytes == value && replies[0][1].integer == 1)
    }

    @Test(
        "what is not Redis is refused",
        arguments: [
            "HTTP/1.1 400 Bad Request\r\n", "\0\0\0", "*2\r\n?\r\n", "*99999999999999999999\r\n", "$abc\r\n",
            ":12x\r\n",
            "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n",
        ])
    func junk(text: String) {
        #expect(throws: RedisError.self) { try self.feed(HiredisReplyReader(), Array(text.utf8)[...]) }
    }

    @Test("mutated and random bytes are refused or read, and never more")
    func fuzz() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("*$:+-0123456789\r\n\r\na".utf8)
        for round in 0..<20_000 {
            var bytes: [UInt8]
            if round.isMultiple(of: 2) {
                bytes = Self.wire
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    let index = Int.random(in: 0..<bytes.count, using: &random)
                    switch Int.random(in: 0..<3, using: &random) {
                    case 0: bytes[index] = alphabet.randomElement(using: &random) ?? 0
                    case 1: bytes.remove(at: index)
                    default: bytes.insert(UInt8.random(in: .min ... .max, using: &random), at: index)
                    }
                }
            } else {
                bytes = (0..<60).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            }
            let reader = HiredisReplyReader()
            let cut = Int.random(in: 0...bytes.count, using: &random)
            do {
                // Walking through a reply touches every node.
                for reply in try feed(reader, bytes[..<cut]) + feed(reader, bytes[cut...]) {
                    _ = reply.description
                    _ = reply.integer
                    _ = reply.error
                    #expect(reply == reply)
                }
            } catch is RedisError {}
        }
        // Reaching this line is the test; the seed is for the case that it is not reached.
        print("fuzzed the reply reader with seed \(seed)")
    }
}
