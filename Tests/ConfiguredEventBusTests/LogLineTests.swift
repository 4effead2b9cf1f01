import EventBus
import Logging
import Synchronization
import TestSupport
import Testing

@testable import ConfiguredEventBus

@Suite("Log lines as text and as JSON")
struct LogLineTests {
    private static func line(_ message: String, _ metadata: Logger.Metadata = [:]) -> LogLine {
        LogLine(
            time: Timestamp(microseconds: 1_767_225_600_000_123), level: .warning, label: "eventbus", message: message,
            metadata: metadata)
    }

    @Test("a JSON line is one object: time, level, message and label, then the metadata by name")
    func json() {
        let line = Self.line(
            "dead letter",
            [
                "position": "1-0", "event_id": "e", "entries": .stringConvertible(3),
                "groups": ["a", "b"], "more": ["x": "1"],
            ])
        #expect(
            line.json == #"{"time":"2026-01-01T00:00:00.000123Z","level":"warning","message":"dead letter","#
                + #""label":"eventbus","entries":3,"event_id":"e","groups":["a","b"],"more":{"x":"1"},"position":"1-0"}"#
        )
    }

    @Test(
        "a line of text quotes what would hide where a value ends, and escapes what would end the line or act on a terminal",
        arguments: [
            ("plain", "k=plain"), ("", #"k="""#), ("two words", #"k="two words""#), ("a=b", #"k="a=b""#),
            ("say \"no\"", #"k="say \"no\"""#), ("a\nb", #"k=a\nb"#), ("\u{1b}[31mred", #"k=\u{1b}[31mred"#),
            ("a\u{2028}b", #"k=a\u{2028}b"#), ("a\u{85}b", #"k=a\u{85}b"#), ("\u{202e}abc", #"k=\u{202e}abc"#),
        ])
    func text(value: String, written: String) {
        let line = Self.line("done", ["k": "\(value)"])
        #expect(line.text(showsTime: false) == "warning: done " + written)
        #expect(line.text(showsTime: true) == "2026-01-01T00:00:00.000123Z warning: done " + written)
    }

    @Test("metadata does not take the place of what every line has")
    func reserved() throws {
        let line = Self.line("done", ["level": "debug", "message": "other", "time": "never"])
        let parsed = try JSONValue(parsing: Array(line.json.utf8))
        guard case .object(let object) = parsed else {
            Issue.record("no object")
            return
        }
        #expect(object["level"] == .string("warning") && object["message"] == .string("done"))
        #expect(object["_level"] == .string("debug") && object["_time"] == .string("never"))
    }

    @Test("whatever bytes come, a line is one line, is JSON, and is bounded")
    func anything() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededGenerator(seed: seed)
        for round in 0..<2_000 {
            var metadata: Logger.Metadata = [:]
            for _ in 0..<Int.random(in: 0..<6, using: &random) {
                metadata[Self.noise(&random, 40)] = Self.value(&random, depth: 6)
            }
            let line = Self.line(Self.noise(&random, 300), metadata)
            let json = line.json
            #expect(throws: Never.self, "seed \(seed), round \(round)") { try JSONValue(parsing: Array(json.utf8)) }
            for written in [json, line.text(showsTime: true)] {
                let isOneLine = !written.unicodeScalars.contains { LineText.isUnsafe($0) }
                #expect(isOneLine, "seed \(seed), round \(round)")
                #expect(written.utf8.count < 100_000)
            }
        }
    }

    @Test("what is too long is cut or left out, and the line says so")
    func bounds() throws {
        let long = String(repeating: "ä", count: 100_000)
        let line = Self.line(long, Dictionary(uniqueKeysWithValues: (0..<20).map { ("k\($0)", "\(long)") }))
        #expect(line.json.utf8.count <= 16_384 && line.text(showsTime: true).utf8.count <= 16_384)
        #expect(line.json.hasSuffix(#""truncated":true}"#) && line.text(showsTime: true).hasSuffix(" truncated=true"))
        #expect(throws: Never.self) { try JSONValue(parsing: Array(line.json.utf8)) }
    }

    @Test("a logger writes what it carries, what its surroundings provide and what a line adds; the line wins")
    func handler() {
        let written = Mutex<[String]>([])
        var logger = Logger(label: "svc") { label in
            EventBusLogHandler(label: label, format: .json, level: .info) { line in written.withLock { $0.append(line) }
            }
        }
        logger.handler.metadataProvider = Logger.MetadataProvider { ["trace": "t", "a": "provided"] }
        logger[metadataKey: "a"] = "carried"
        logger[metadataKey: "b"] = "carried"
        logger.debug("not wanted")
        logger.info("wanted", metadata: ["b": "given"])
        let lines = written.withLock { $0 }
        #expect(lines.count == 1)
        let end = #""message":"wanted","label":"svc","a":"provided","b":"given","trace":"t"}"# + "\n"
        #expect(lines.first?.hasSuffix(end) == true)
    }

    private static func noise(_ random: inout SeededGenerator, _ limit: Int) -> String {
        let bytes = (0..<Int.random(in: 0..<limit, using: &random)).map { _ -> UInt8 in
            // Mostly what hurts: controls, quotes, backslashes, parts of longer characters.
            let choices: [UInt8] = [
                0, 7, 10, 13, 27, 34, 92, 127, 0xc2, 0x85, 0xe2, 0x80, 0xa8, 0xae, 0xf0, 65, 32, 61,
            ]
            return Bool.random(using: &random)
                ? choices.randomElement(using: &random) ?? 0 : UInt8.random(in: 0...255, using: &random)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func value(_ random: inout SeededGenerator, depth: Int) -> Logger.MetadataValue {
        switch Int.random(in: 0..<(depth == 0 ? 2 : 4), using: &random) {
        case 0: return .string(noise(&random, 200))
        case 1: return .stringConvertible(Int.random(in: .min ... .max, using: &random))
        case 2: return .array((0..<3).map { _ in value(&random, depth: depth - 1) })
        default:
            var values: Logger.Metadata = [:]
            for _ in 0..<3 { values[noise(&random, 10)] = value(&random, depth: depth - 1) }
            return .dictionary(values)
        }
    }
}
