import TestSupport
import Testing
import YAMLReader

@Suite("hostile YAML")
struct HostileYAMLTests {
    private func error(_ bytes: [UInt8], _ limits: YAMLLimits = YAMLLimits()) throws -> YAMLError {
        try #require(YAMLReader.readAll(bytes, path: "h", limits: limits).errors.first)
    }

    @Test("nesting is refused one level below the limit and not before it")
    func depth() throws {
        let fits = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(throws: Never.self) { try YAMLReader.read(fits, path: "h") }
        let error = try error(Array((String(repeating: "[", count: 100_000)).utf8))
        #expect(error.kind == .limit && error.location.column == 65)
    }

    @Test("a document of aliases that would unfold to gigabytes is refused at its first anchor")
    func bomb() throws {
        var text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
        for level in 1...30 {
            let inner = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(inner)]\n"
        }
        let error = try error(Array(text.utf8))
        #expect(error.kind == .unsupported && error.location.line == 1 && error.location.column == 5)
    }

    @Test("bytes that are not UTF-8 are refused at their place")
    func encoding() throws {
        for junk: [UInt8] in [
            [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0x07],
        ] {
            let error = try error(Array("a: 1\nbü: ".utf8) + junk + Array("\n".utf8))
            #expect(error.kind == .encoding, "\(junk): \(error)")
            #expect(error.location.line == 2 && error.location.column == 5, "\(junk): \(error)")
        }
    }

    @Test("a byte order mark is passed over")
    func byteOrderMark() throws {
        let node = try YAMLReader.read([0xEF, 0xBB, 0xBF] + Array("a: 1".utf8), path: "f")
        #expect(node["a"]?.scalar?.text == "1")
        #expect(node.mapping?.first?.keyLocation == SourceLocation(path: "f", line: 1, column: 1))
    }

    @Test("what a merge left of a conflict is named, with its line")
    func mergeConflict() {
        let text = "a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> other\n"
        let errors = YAMLReader.readAll(Array(text.utf8), path: "f").errors
        #expect(errors.map(\.location.line) == [2])
        #expect(errors.first?.message.contains("merge") == true)
    }

    @Test("UTF-16 is named as what it is")
    func utf16() throws {
        for bytes: [UInt8] in [[0xFF, 0xFE, 0x61, 0x00, 0x3A, 0x00], [0xFE, 0xFF, 0x00, 0x61]] {
            let error = try error(bytes)
            #expect(error.kind == .encoding && error.message.contains("UTF-16"))
        }
    }

    @Test("a scalar and a text above their limits are refused")
    func sizes() throws {
        var limits = YAMLLimits()
        limits.scalarBytes = 10
        let scalar = try error(Array("a: 1\nb: 12345678901\n".utf8), limits)
        #expect(scalar.kind == .limit && scalar.location.line == 2 && scalar.location.column == 4)
        #expect(YAMLReader.readAll(Array("b: 1234567890\n".utf8), path: "h", limits: limits).errors.isEmpty)
        limits.textBytes = 20
        #expect(try error(Array(repeating: 0x61, count: 21), limits).kind == .limit)
        let big = Array("a: ".utf8) + Array(repeating: 0x61, count: 1024 * 1024 + 1)
        #expect(try error(big).kind == .limit)
    }

    @Test("an endless number of errors ends at the limit")
    func errors() {
        let text = String(repeating: "a: !t 1\n", count: 100_000)
        let reading = YAMLReader.readAll(Array(text.utf8), path: "h")
        #expect(reading.errors.count == 100 && reading.node == nil)
    }

    @Test("mutated documents are read or refused, never worse")
    func mutations() {
        let seed = UInt64.random(in: 0 ... .max)
        print("hostile YAML: seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let base = Array(
            "a: [1, {b: \"x\\n\", c: 'y'}, |\n    z\n  ]\nd: >-\n  text\ne: &f !g *h # i\n? j\n: - k\n".utf8)
        let junk = Array("[]{}:,-?|>&*!%@`\"'#\n\t \u{0}\u{FF}é".utf8)
        for _ in 0..<3000 {
            var bytes = base
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[index] = junk.randomElement(using: &generator) ?? 0
                case 1: bytes.remove(at: index)
                default: bytes.insert(junk.randomElement(using: &generator) ?? 0, at: index)
                }
            }
            let reading = YAMLReader.readAll(bytes, path: "h")
            #expect(reading.node != nil || !reading.errors.isEmpty)
            for error in reading.errors { #expect(error.location.line >= 1 && error.location.column >= 1) }
        }
    }
}
