import EventBus
import EventCatalogue
import Foundation
import HokusaiEvents
import TestSupport
import Testing

@Suite("payloads in three languages")
struct PayloadAgreementTests {
    /// What Swift makes of a payload: the bytes that it writes of what it has read; `nil` where it refuses.
    private static func swift<E: Event>(_: E.Type, _ payload: String) -> String? {
        (try? E(payload: Array(payload.utf8)).payload()).map { String(decoding: $0, as: UTF8.self) }
    }

    private static let swiftEvents: [String: @Sendable (String) -> String?] = [
        "thing_happened": { swift(ThingHappened.self, $0) }, "thing_noted": { swift(ThingNoted.self, $0) },
        "model_registered": { swift(ModelRegistered.self, $0) },
        "model_ready_to_deploy": { swift(ModelReadyToDeploy.self, $0) },
        "validation_failed": { swift(ValidationFailed.self, $0) }, "deployed": { swift(Deployed.self, $0) },
        "metric_improved": { swift(MetricImproved.self, $0) },
    ]

    private struct Case {
        let event: EventDefinition
        let payload: CatalogueValue
        var question: PayloadAnswer.Question { PayloadAnswer.Question(event: event.name, payload: payload.json) }
    }

    private static func examples(_ packages: Packages) -> [Case] {
        packages.catalogue.events.flatMap { event in event.examples.map { Case(event: event, payload: $0.value) } }
    }

    enum Subject: String, CaseIterable, CustomTestStringConvertible {
        case hokusai
        case everything
        var packages: Packages {
            get throws {
                switch self {
                case .hokusai: try Packages.hokusai.get()
                case .everything: try Packages.everything.get()
                }
            }
        }
        var testDescription: String { rawValue }
    }

    @Test(
        "what Python and TypeScript write of every example is byte for byte what Swift writes",
        arguments: Subject.allCases)
    func examples(subject: Subject) throws {
        let packages = try subject.packages
        let cases = Self.examples(packages)
        let questions = cases.map(\.question)
        let python = try PayloadAnswer.python(questions, packages)
        let typeScript = try PayloadAnswer.typeScript(questions, packages)
        try #require(python.count == cases.count && typeScript.count == cases.count)
        for (index, each) in cases.enumerated() {
            let written = Self.swiftEvents[each.event.name]?(questions[index].payload)
            #expect(written != nil, "Swift refuses an example of \(each.event.name)")
            #expect(python[index].written == written, "\(python[index].refused ?? [])")
            #expect(typeScript[index].written == written, "\(typeScript[index].refused ?? [])")
        }
    }

    @Test(
        "Python and TypeScript accept what the catalogue's checker accepts, and write what Swift writes",
        arguments: Subject.allCases)
    func mutations(subject: Subject) throws {
        let packages = try subject.packages
        var mutator = PayloadMutator(generator: SeededGenerator("payloads in three languages, \(subject)"))
        let cases = (0..<300).flatMap { _ in Self.examples(packages) }.shuffled(using: &mutator.generator).prefix(1_500)
            .map { Case(event: $0.event, payload: mutator.mutated($0.payload)) }
        let questions = cases.map(\.question)
        let python = try PayloadAnswer.python(questions, packages)
        let typeScript = try PayloadAnswer.typeScript(questions, packages)
        try #require(python.count == cases.count && typeScript.count == cases.count)
        let checker = PayloadChecker(packages.catalogue)
        var accepted = 0
        for (index, each) in cases.enumerated() {
            let payload = questions[index].payload
            let violations = checker.violations(of: each.payload, in: each.event)
            let paths = violations.map { Self.plain($0.path) }
            accepted += violations.isEmpty ? 1 : 0
            #expect(python[index].violations.map { $0[0] } == paths, "Python: \(payload) \(violations)")
            #expect(typeScript[index].violations.map { $0[0] } == paths, "TypeScript: \(payload) \(violations)")
            let written = Self.swiftEvents[each.event.name]?(payload)
            #expect(python[index].written == written, "\(payload) \(python[index].refused ?? [])")
            #expect(typeScript[index].written == written, "\(payload) \(typeScript[index].refused ?? [])")
        }
        #expect(accepted > cases.count / 10 && accepted < cases.count * 9 / 10, "\(accepted) of \(cases.count)")
    }

    /// A path without the quotes that stand around keys that are no plain names.
    private static func plain(_ path: PayloadPath) -> String {
        path.steps.reduce(into: "$") { text, step in
            switch step {
            case .index(let index): text += "[\(index)]"
            case .key(let key): text += ".\(key)"
            }
        }
    }

    @Test("numbers are written alike, from the smallest to the largest")
    func numbers() throws {
        let packages = try Packages.everything.get()
        var generator = SeededGenerator("numbers in three languages")
        var numbers: [Double] = [
            0, -0.0, 1, 1e-4, 1e-5, 1e-6, 1e-7, 0.000123456, 0.0001234567, 123456.789, 999_999_999.999999,
            1e9, 1e15, 1e16, 9_007_199_254_740_991, 9_007_199_254_740_992, 9_007_199_254_740_994, 1e21, 1e22, 1e23,
            .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, 0.1 + 0.2, 2.5e-5, 1.5e300,
        ]
        for _ in 0..<2_000 {
            numbers.append(Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &generator)))
            let digits = Double(Int.random(in: 0..<10_000_000, using: &generator))
            let power = Double(Int.random(in: -9...9, using: &generator))
            numbers.append(digits * pow(10, power))
        }
        let head = #"{"number":"n","shop":1,"place":"web","note":null,"source":"writer","level":3,"ratio":"#
        let questions = numbers.filter(\.isFinite).map {
            PayloadAnswer.Question(event: "thing_happened", payload: "\(head)\($0)}")
        }
        let python = try PayloadAnswer.python(questions, packages)
        let typeScript = try PayloadAnswer.typeScript(questions, packages)
        try #require(python.count == questions.count && typeScript.count == questions.count)
        for (index, question) in questions.enumerated() {
            let written = Self.swift(ThingHappened.self, question.payload)
            #expect(written != nil && python[index].written == written)
            #expect(typeScript[index].written == written)
        }
    }

    @Test("aggregate ids and idempotency keys are those of Swift")
    func keys() throws {
        let packages = try Packages.everything.get()
        let examples = Self.examples(packages).filter { $0.event.name == "thing_happened" }
        for example in examples {
            let question = example.question
            let event = try ThingHappened(payload: Array(question.payload.utf8))
            for answer in try PayloadAnswer.python([question], packages)
                + PayloadAnswer.typeScript([question], packages)
            {
                #expect(answer.aggregate == event.aggregateID)
                #expect(answer.key == event.idempotencyKey)
            }
        }
    }
}
