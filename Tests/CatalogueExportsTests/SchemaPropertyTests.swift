import CatalogueExports
import EventBus
import EventCatalogue
import Foundation
import TestSupport
import Testing

/// Random payloads before the exported schemas in Python's `jsonschema`, and before what the schemas speak for: the checker
/// that publishing asks, and generated readers.
@Suite("schemas against what they describe")
struct SchemaPropertyTests {
    private static let catalogues = ["hokusai", "shop", "every"]

    private static func catalogue(_ name: String) throws -> EventCatalogue.Catalogue {
        switch name {
        case "hokusai": try Catalogues.hokusai()
        case "shop": try Catalogues.shop()
        default: try Catalogues.every()
        }
    }

    private struct Sample {
        let event: EventDefinition
        let payload: CatalogueValue
    }

    private static func samples(of catalogue: EventCatalogue.Catalogue, _ purpose: String, each: Int) -> [Sample] {
        var samples: [Sample] = []
        for (faults, random) in [(0, SeededGenerator(purpose)), (3, SeededGenerator(purpose))] {
            var maker = PayloadMaker(
                catalogue: catalogue, checker: PayloadChecker(catalogue), random: random, faults: faults)
            for event in catalogue.events {
                samples += event.examples.map { Sample(event: event, payload: $0.value) }
                for _ in 0..<each { samples.append(Sample(event: event, payload: maker.payload(of: event))) }
            }
        }
        return samples
    }

    private static func verdicts(
        _ samples: [Sample], of catalogue: EventCatalogue.Catalogue, view: SchemaView
    ) throws -> [String?] {
        let suffix = ".\(view.rawValue).schema.json"
        let documents = CatalogueExport(of: catalogue, as: .jsonSchema).documents.filter {
            $0.name.hasSuffix(suffix)
        }
        return try SchemaValidator.verdicts(
            schemas: documents.map { ($0.name, $0.text) }, cases: samples.map { ($0.event.name + suffix, $0.payload) })
    }

    @Test("a writer's schema accepts what may be published and nothing else", arguments: catalogues)
    func writer(name: String) throws {
        let catalogue = try Self.catalogue(name)
        let samples = Self.samples(of: catalogue, "writer schemas of \(name)", each: 150)
        let verdicts = try Self.verdicts(samples, of: catalogue, view: .writer)
        let checker = PayloadChecker(catalogue)
        var accepted = 0
        for (sample, verdict) in zip(samples, verdicts) {
            let violations = checker.violations(of: sample.payload, in: sample.event)
            let expressible = violations.filter { !Self.isBeyondSchemas($0, sample.payload) }
            #expect(
                expressible.isEmpty == (verdict == nil),
                "\(sample.event.name) \(sample.payload.json): \(violations), \(verdict ?? "accepted")")
            if verdict == nil { accepted += 1 }
        }
        #expect(accepted > samples.count / 20 && accepted < samples.count * 19 / 20, "\(accepted) of \(samples.count)")
    }

    /// Whether a violation is one that JSON Schema has no words for: invariants, bounds of numbers that are texts,
    /// and steps with a fraction.
    private static func isBeyondSchemas(_ violation: PayloadViolation, _ payload: CatalogueValue) -> Bool {
        switch violation.rule {
        case .invariant: return true
        // Of whole numbers the catalogues have whole steps, of doubles steps with fractions.
        case .multipleOf where violation.message.contains("."): return true
        case .minimum, .maximum, .exclusiveMinimum, .exclusiveMaximum, .multipleOf:
            guard case .string = value(at: violation.path, in: payload) else { return false }
            return true
        default: return false
        }
    }

    private static func value(at path: PayloadPath, in payload: CatalogueValue) -> CatalogueValue? {
        path.steps.reduce(payload) { value, step in
            switch (step, value) {
            case (.key(let key), .object(let members)): members.first { $0.name == key }?.value
            case (.index(let index), .array(let items)): items[index]
            default: nil
            }
        }
    }

    @Test("a reader's schema accepts what the generated reader accepts and nothing else")
    func reader() throws {
        var catalogue = try Catalogues.every()
        // Using the type of a deprecated event would warn.
        catalogue.events.removeAll { $0.deprecation != nil }
        let samples = Self.samples(of: catalogue, "reader schemas", each: 300)
        let verdicts = try Self.verdicts(samples, of: catalogue, view: .reader)
        var accepted = 0
        for (sample, verdict) in zip(samples, verdicts) {
            let refusal = try Self.refusal(of: Array(sample.payload.json.utf8), by: sample.event.name)
            #expect(
                (refusal == nil) == (verdict == nil),
                "\(sample.event.name) \(sample.payload.json): \(refusal ?? "read"), \(verdict ?? "accepted")")
            if verdict == nil { accepted += 1 }
        }
        #expect(accepted > samples.count / 10 && accepted < samples.count, "\(accepted) of \(samples.count)")
    }

    private static func refusal(of bytes: [UInt8], by event: String) throws -> String? {
        do throws(InvalidPayload) {
            switch event {
            case "numbers_sampled": _ = try NumbersSampled(payload: bytes)
            case "texts_sampled": _ = try TextsSampled(payload: bytes)
            case "presences_sampled": _ = try PresencesSampled(payload: bytes)
            case "names_sampled": _ = try NamesSampled(payload: bytes)
            default: _ = try ShapesSampled(payload: bytes)
            }
            return nil
        } catch {
            return "\(error)"
        }
    }
}
