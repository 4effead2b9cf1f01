import CatalogueGenerator
import EventBus
import EventCatalogue
import Foundation
import RuleEvents
import Testing

@Suite("invariants, by one table for all languages")
struct ExpressionTableTests {
    private let table: ExpressionTable
    private let invariants: InvariantTable

    init() throws {
        table = try ExpressionTable.load()
        invariants = InvariantTable(try table.reading())
    }

    /// What the table says, one line for each case.
    private var expected: [String] {
        table.rules.flatMap { row in
            row.cases.map { "\(row.rule) | \($0.payload) | \(ForeignRun.word($0.holds))" }
        }
    }

    /// The lines with what somebody says of each case, in the same order.
    private func lines(_ answers: [String]) -> [String] {
        var answers = answers[...]
        return table.rules.flatMap { row in
            row.cases.map { "\(row.rule) | \($0.payload) | \(answers.popFirst() ?? "no answer")" }
        }
    }

    @Test("the catalogue of the table's rules is what is checked in")
    func catalogue() throws {
        let file = Fixture.folder.appending(path: "../RuleEvents/rules.catalogue.yaml")
        if ProcessInfo.processInfo.environment["EVENTBUS_WRITE_GOLDENS"] != nil {
            try Data(table.catalogue.utf8).write(to: file)
        }
        let written = try String(contentsOf: file, encoding: .utf8)
        #expect(written == table.catalogue)
    }

    @Test("the evaluator says what the table says")
    func evaluator() throws {
        let answers = try table.rules.flatMap { row in
            let invariant = try #require(invariants[row.event].first, "\(row.rule)")
            return row.cases.map { ForeignRun.word(invariant.holds(for: $0.payload.catalogued)) }
        }
        #expect(lines(answers) == expected)
    }

    @Test("the payload checker refuses what breaks a rule or its opposite, and nothing where it is unknown")
    func checker() throws {
        let catalogue = try table.reading()
        let checker = PayloadChecker(catalogue)
        let answers = try table.rules.flatMap { row in
            let event = try #require(catalogue.event(named: row.event))
            return row.cases.map {
                Self.answer(checker.violations(of: $0.payload.catalogued, in: event).map(\.description))
            }
        }
        #expect(lines(answers) == expected)
    }

    /// The outcome that follows from which of the two invariants are broken.
    private static func answer(_ broken: [String]) -> String {
        let names = broken.map { text in
            ["holds", "fails"].first { text.hasPrefix("$: the invariant `\($0)` does not hold: (") } ?? text
        }
        switch names {
        case []: return "unknown"
        case ["holds"]: return "false"
        case ["fails"]: return "true"
        default: return names.joined(separator: "; ")
        }
    }

    @Test("compiled Swift says what the table says")
    func compiledSwift() throws {
        #expect(AppliedRules.all.count == table.rules.count)
        let answers = try zip(table.rules, AppliedRules.all).flatMap { row, type in
            #expect(type.declaration.type == row.event)
            return try row.cases.map { example in try Self.answer(of: type, example.payload.bytes) }
        }
        #expect(lines(answers) == expected)
    }

    private static func answer(of type: any Event.Type, _ payload: [UInt8]) throws -> String {
        let event = try type.init(payload: payload)
        do {
            try event.validate()
            return "unknown"
        } catch {
            #expect(error.rule == .invariant)
            return answer([error.description])
        }
    }

    @Test("Python and TypeScript say what the table says", arguments: ForeignRun.Language.allCases)
    func foreign(language: ForeignRun.Language) throws {
        var run = ForeignRun(language)
        for row in table.rules {
            let invariant = try #require(invariants[row.event].first, "\(row.rule)")
            run.add(invariant.expression, row.cases.map { String(describing: $0.payload) })
        }
        let answers = try run.answers()
        #expect(lines(answers) == expected)
    }
}
