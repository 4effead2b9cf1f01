import EventBus
import Foundation

/// Encoding and decoding of the sample payload, validation included, beside Foundation's.
enum Codec: Measurement {
    static let rows = ["codec-encode", "codec-decode"]
    private static let passes = 20_000
    private static let foundationPasses = 4_000

    static func run(on bench: Bench) async throws -> [Row] {
        let event = SampleEvents.plain(1)
        let bytes = try event.payload()
        let data = Data(bytes)
        let plain = try JSONDecoder().decode(PlainModelReady.self, from: data)
        guard try ModelReady(payload: bytes) == event,
            try JSONDecoder().decode(PlainModelReady.self, from: JSONEncoder().encode(plain)) == plain
        else { throw BenchmarkError.unexpected("the two codecs do not agree on the sample payload") }

        let encoding = try await Alternation(rounds: bench.rounds) {
            try microseconds(passes) { try event.payload().count }
        } floor: {
            let encoder = JSONEncoder()
            return try microseconds(foundationPasses) { try encoder.encode(plain).count }
        }
        let decoding = try await Alternation(rounds: bench.rounds) {
            try microseconds(passes) { try ModelReady(payload: bytes).modelID.utf8.count }
        } floor: {
            let decoder = JSONDecoder()
            return try microseconds(foundationPasses) {
                try decoder.decode(PlainModelReady.self, from: data).modelID.utf8.count
            }
        }
        return [
            row(rows[0], "encode and validate, times Foundation's speed", encoding.compare(\.self, \.self)),
            row(rows[1], "decode, times Foundation's speed", decoding.compare(\.self, \.self)),
        ]
    }

    private static func row(_ name: String, _ measure: String, _ times: Comparison) -> Row {
        Row(
            name, measure, unit: .microsecondsPerEvent, ours: times.ours, floor: times.floor, value: 1 / times.ratio,
            bound: .atLeast(8))
    }

    /// The mean time of a pass. The results are added up, so that no pass is left out.
    private static func microseconds(_ passes: Int, _ pass: () throws -> Int) throws -> Double {
        var sum = 0
        let start = ProcessorClock.monotonicSeconds
        for _ in 0..<passes { sum &+= try pass() }
        let seconds = ProcessorClock.monotonicSeconds - start
        guard sum > 0 else { throw BenchmarkError.unexpected("a codec gave nothing") }
        return seconds / Double(passes) * 1_000_000
    }
}

/// The sample payload as one would declare it for Foundation: nothing is validated.
private struct PlainModelReady: Codable, Equatable {
    var modelID: String
    var tokenSymbol: String
    var metricName: String
    var baselineValue: Double
    var currentValue: Double
    var improvementPercentage: Double?
    var modelName: String
    var modelVersion: String
    var mlflowRunID: String?
    var contributorAddress: String?
    var experimentName: String?
    var tags: [String: String]?

    private enum CodingKeys: String, CodingKey {
        case modelID = "model_id"
        case tokenSymbol = "token_symbol"
        case metricName = "metric_name"
        case baselineValue = "baseline_value"
        case currentValue = "current_value"
        case improvementPercentage = "improvement_percentage"
        case modelName = "model_name"
        case modelVersion = "model_version"
        case mlflowRunID = "mlflow_run_id"
        case contributorAddress = "contributor_address"
        case experimentName = "experiment_name"
        case tags
    }
}
