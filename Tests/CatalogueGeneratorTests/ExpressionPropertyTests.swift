import EventBus
import EventCatalogue
import Foundation
import TestSupport
import Testing

@Suite("invariants made at random")
struct ExpressionPropertyTests {
    /// The fields that random rules speak of.
    private static let fields = """
        flag: { type: bool, presence: optional, nullable: true }
        on: { type: bool, default: true }
        small: { type: int32, presence: optional, nullable: true }
        large: int64
        unsigned: { type: uint64, presence: optional }
        ratio: double
        share: { type: double, presence: optional, nullable: true }
        price: decimal
        fee: { type: uint256, presence: optional }
        name: { type: string, presence: optional }
        side: { type: enum, values: [left, right], presence: optional }
        at: timestamp
        due: { type: timestamp, presence: optional, nullable: true }
        day: { type: date, presence: optional }
        box: { type: object, presence: optional, fields: { count: { type: int32, default: 3 }, cost: { type: decimal, presence: optional } } }
        lines: { type: array, presence: optional, items: { type: object, fields: { count: int32, weight: { type: double, presence: optional }, cost: decimal } } }
        """

    private static func invariants(_ rules: [String]) throws -> [CheckedInvariant] {
        let fields = Self.fields.split(separator: "\n").map { "      \($0)" }.joined(separator: "\n")
        let list = rules.enumerated().map { "      - { name: r\($0), rule: \(JSONValue.string($1)) }" }
        let text = "events:\n  thing:\n    version: 1.0.0\n    stream: s\n    fields:\n\(fields)\n    invariants:\n"
        return InvariantTable(try Fixture.catalogue(text + list.joined(separator: "\n") + "\n"))["thing"]
    }

    @Test("the evaluator, Python and TypeScript agree on them over random payloads")
    func agreement() throws {
        var random = SeededGenerator("random invariants")
        let rules = (0..<300).map { _ in
            var writer = RandomRule(random: random)
            let text = writer.condition(depth: Int.random(in: 1...6, using: &writer.random))
            random = writer.random
            return "has(large) && (\(text))"
        }
        let invariants = try Self.invariants(rules)
        #expect(invariants.count == rules.count)
        var runs = ForeignRun.Language.allCases.map { ForeignRun($0) }
        var answers: [String] = []
        for invariant in invariants {
            let payloads = (0..<20).map { _ in RandomPayload.make(&random) }
            for index in runs.indices { runs[index].add(invariant.expression, payloads.map { "\($0)" }) }
            answers += payloads.map { payload in
                let word = ForeignRun.word(invariant.holds(for: payload.catalogued))
                return "\(invariant.definition.rule) | \(payload) | \(word)"
            }
        }
        let counts = ["true", "false", "unknown"].map { word in answers.count { $0.hasSuffix("| \(word)") } }
        #expect(counts.allSatisfy { $0 > answers.count / 50 }, "true, false and unknown all occur: \(counts)")
        for run in runs {
            let others = try run.answers()
            #expect(others.dropFirst(answers.count) == [])
            let differing = zip(answers, others).filter { !$0.hasSuffix("| \($1)") }.map { "\($0) but \($1)" }
            #expect(differing.prefix(3) == [])
        }
    }

    @Test("whatever bytes stand in a rule, it is read or refused at a place inside it, soon")
    func fuzz() throws {
        var random = SeededGenerator("fuzzed rules")
        let words = [
            "a", "large", "lines.count", "sum(", "size(", "has(", "(", ")", "((", "!", "-", "--", "?", ":", "&&", "||",
            "==", "<",
            ".", ",", "'", "\"", "`", "\\", "1", "0.5", "1e999", "9999999999999999999999999999999999999999999", "_",
            "é", "\u{0}",
            " ", "\n", "null", "true", "and", "%", "/", "*", "+", "&", "=", "name", "price", "at",
            "'2027-06-30T12:00:00Z'",
        ]
        var read = 0
        let start = ContinuousClock.now
        for _ in 0..<10_000 {
            let count = Int.random(in: 0...24, using: &random)
            let text: String
            switch Int.random(in: 0..<3, using: &random) {
            case 0: text = (0..<count).map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " ")
            case 1:
                text = String(
                    decoding: (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }, as: UTF8.self)
            default:
                var writer = RandomRule(random: random)
                var bytes = Array(writer.condition(depth: 3).utf8)
                random = writer.random
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] = words.randomElement(using: &random)?.utf8.first ?? 0
                text = String(decoding: bytes, as: UTF8.self)
            }
            if let error = Self.error(text) {
                #expect((1...text.unicodeScalars.count + 1).contains(error.column), "\(text)")
                #expect(!error.message.isEmpty)
            } else {
                read += 1
            }
        }
        #expect(read > 20, "some are rules")
        #expect(ContinuousClock.now - start < .seconds(30))
    }

    @Test(
        "a rule that is too long or too deep is refused, and soon",
        arguments: [
            String(repeating: "(", count: 1999), String(repeating: "!", count: 1999),
            String(repeating: "-", count: 1000) + "large > 0",
            String(repeating: "large ? ", count: 240), "large > 0" + String(repeating: " && on", count: 300),
            "large == 1" + String(repeating: "+1", count: 900), String(repeating: "size(", count: 390),
            String(repeating: "on && ", count: 20_000) + "on",
            "large" + String(repeating: ".large", count: 300),
        ])
    func limits(rule: String) throws {
        let error = try #require(Self.error(rule))
        let words = ["nested deeper", "at most 2000 bytes", "at most 20 names"]
        #expect(words.contains { error.message.contains($0) }, "\(error)")
    }

    private static let catalogue: EventCatalogue.Catalogue? = try? {
        let fields = Self.fields.split(separator: "\n").map { "      \($0)" }.joined(separator: "\n")
        return try Fixture.catalogue("events:\n  thing:\n    version: 1.0.0\n    stream: s\n    fields:\n\(fields)\n")
    }()

    private static func error(_ rule: String) -> ExpressionError? {
        guard let catalogue, let event = catalogue.event(named: "thing") else { return nil }
        do throws(ExpressionError) {
            _ = try CheckedInvariant.expression(rule, of: event, in: catalogue)
            return nil
        } catch {
            return error
        }
    }
}
