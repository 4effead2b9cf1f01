import CatalogueEvolution
import EventCatalogue
import Foundation
import Testing
import YAMLReader

/// The deployed producer and the deployed consumer of `hokusai:model_ready_queue` disagree in nine ways, none of which
/// anything told anybody. Each is one test: the catalogue of the one compared with that of the other says so, and names
/// the consumer; and the message that was observed on the queue is refused for it.
@Suite("the nine disagreements of the deployed services")
struct DisagreementTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    private static func catalogue(_ name: String) throws -> Catalogue {
        let path = folder.appendingPathComponent("Deployed/\(name).catalogue.yaml").path
        return try CatalogueReader.read(path: path).valid()
    }

    /// What a change from what is written to what is read would break.
    private func errors(_ rule: CompatibilityRule) throws -> [ChangeFinding] {
        let comparison = CatalogueComparison(
            from: try Self.catalogue("producer"), to: try Self.catalogue("consumer"), named: "producer")
        return comparison.findings().filter { $0.rule == rule && $0.severity != .note }
    }

    private func paths(_ rule: CompatibilityRule) throws -> [String] {
        let errors = try errors(rule)
        let isNamed = errors.allSatisfy { $0.services.contains { $0.name == "contract-deployer" } }
        #expect(isNamed)
        return errors.map(\.path)
    }

    /// Where the consumer's view refuses a message, as `path rule`.
    private func refusals(_ payload: CatalogueValue) throws -> [String] {
        let consumer = try Self.catalogue("consumer")
        let event = try #require(consumer.event(named: "model_ready_to_deploy"))
        return PayloadChecker(consumer).violations(of: payload, in: event).map { "\($0.path) \($0.rule.rawValue)" }
    }

    /// A message as it was observed: `list_entry_raw` with its envelope, `pubsub_raw` and `minimal_message` without.
    private func observed(_ key: String) throws -> CatalogueValue {
        let file = Self.folder.appendingPathComponent("../../../shared/data/hokusai-wire-samples.json")
        let samples = try YAMLReader.read([UInt8](try Data(contentsOf: file)), path: file.path)
        let node = try #require(samples[key])
        guard let text = node.scalar?.text else { return CatalogueValue(node) }
        return CatalogueValue(try YAMLReader.read(Array(text.utf8), path: key))
    }

    @Test("1: the producer wraps the message in an envelope, the consumer reads it bare")
    func envelope() throws {
        #expect(try paths(.routeWireChanged) == ["list hokusai:model_ready_queue"])
        let refusals = try refusals(observed("list_entry_raw"))
        #expect(refusals.contains("$.model_id required"))
        #expect(refusals.contains("$.payload undeclared"))
    }

    @Test("2: the producer's symbol has 64 characters of either case, the consumer's ten capitals")
    func symbol() throws {
        #expect(try paths(.patternChanged) == ["token_symbol"])
        #expect(try refusals(observed("pubsub_raw")).contains("$.token_symbol pattern"))
    }

    @Test("3: the producer writes null for what is absent, the consumer takes no null")
    func nulls() throws {
        let paths = try paths(.fieldBecameNonNull)
        for field in ["contributor_address", "experiment_name", "tags"] { #expect(paths.contains(field)) }
        #expect(try refusals(observed("minimal_message")).contains("$.tags not_null"))
    }

    @Test("4: the producer writes seven keys that the consumer does not know")
    func unknownKeys() throws {
        let unknown = [
            "status", "proposal_identifier", "api_schema", "eval_spec", "scorer_ref", "primary_metric",
            "benchmark_spec_id",
        ]
        #expect(Set(try paths(.fieldRemovedRequired)) == Set(unknown))
        let refusals = try refusals(observed("pubsub_raw"))
        for field in unknown { #expect(refusals.contains("$.\(field) undeclared")) }
    }

    @Test("5: the run may be null for the producer, the consumer needs it")
    func run() throws {
        #expect(try paths(.fieldBecameNonNull).contains("mlflow_run_id"))
        #expect(try refusals(observed("minimal_message")).contains("$.mlflow_run_id not_null"))
    }

    @Test("6: the improvement may be null or 0 for the producer, the consumer wants it above 0")
    func improvement() throws {
        #expect(try paths(.fieldBecameNonNull).contains("improvement_percentage"))
        #expect(try paths(.exclusiveMinimumRaised).contains("improvement_percentage"))
        #expect(try refusals(observed("minimal_message")).contains("$.improvement_percentage not_null"))
    }

    @Test("7: the baseline may be 0 or below for the producer, the consumer wants it above 0")
    func baseline() throws {
        #expect(try paths(.exclusiveMinimumRaised).contains("baseline_value"))
        #expect(try refusals(observed("minimal_message")).contains("$.baseline_value exclusive_minimum"))
    }

    @Test("8: the producer's time has no zone, the consumer's has one")
    func timestamp() throws {
        #expect(try paths(.fieldEncodingChanged) == ["timestamp"])
        #expect(try refusals(observed("pubsub_raw")).contains("$.timestamp format"))
    }

    @Test("9: the one watches other processing and dead lists than the other uses")
    func queues() throws {
        let findings = try errors(.routeQueueChanged)
        #expect(findings.map(\.path) == ["list hokusai:model_ready_queue"])
        #expect(findings.first?.before?.contains("hokusai:model_ready_queue:dlq") == true)
        #expect(findings.first?.after?.contains("hokusai:dlq") == true)
    }
}
