import EventBus

/// The guide's example as typed events: 12 fields, a full-length address, and a number that tells aggregates apart.
enum SampleEvents {
    static let declarations = [
        ModelReady.declaration, ModelReadyKept.declaration, ModelReadyRouted.declaration,
        ModelReadyKeyed.declaration,
    ]

    /// How many aggregates the events of a run are spread over.
    static let aggregates = 1_000

    static func plain(_ number: Int) -> ModelReady {
        ModelReady(
            modelID: "msg-model/\(digits(number))/msg-ai", tokenSymbol: "msg-ai", metricName: "reply_rate",
            baselineValue: 0.1342, currentValue: 0.1523, improvementPercentage: 13.487332339791338,
            modelName: "msg-model", modelVersion: "1", mlflowRunID: "abc123def456", contributorAddress: address,
            experimentName: "baseline-improvements", tags: ["dataset": "v2", "environment": "production"])
    }

    static func kept(_ number: Int) -> ModelReadyKept {
        ModelReadyKept(
            modelID: "msg-model/\(digits(number))/msg-ai", tokenSymbol: "msg-ai", metricName: "reply_rate",
            baselineValue: 0.1342, currentValue: 0.1523, improvementPercentage: 13.487332339791338,
            modelName: "msg-model", modelVersion: "1", mlflowRunID: "abc123def456", contributorAddress: address,
            experimentName: "baseline-improvements", tags: ["dataset": "v2", "environment": "production"])
    }

    /// Its aggregate is one of ``aggregates``, its idempotency key its own.
    static func keyed(_ number: Int) -> ModelReadyKeyed {
        let aggregate = number == markedNumber ? number : number % aggregates
        return ModelReadyKeyed(
            modelID: "msg-model/\(digits(aggregate))/msg-ai", requestID: digits(number), tokenSymbol: "msg-ai",
            metricName: "reply_rate", baselineValue: 0.1342, currentValue: 0.1523,
            improvementPercentage: 13.487332339791338, modelName: "msg-model", modelVersion: "1",
            contributorAddress: address, experimentName: "baseline-improvements",
            tags: ["dataset": "v2", "environment": "production"])
    }

    static func routed(_ number: Int) -> ModelReadyRouted {
        ModelReadyRouted(
            modelID: "msg-model/\(digits(number))/msg-ai", tokenSymbol: "msg-ai", metricName: "reply_rate",
            baselineValue: 0.1342, currentValue: 0.1523, improvementPercentage: 13.487332339791338,
            modelName: "msg-model", modelVersion: "1", mlflowRunID: "abc123def456", contributorAddress: address,
            experimentName: "baseline-improvements", tags: ["dataset": "v2", "environment": "production"])
    }

    /// Batches of 100 events, each of another aggregate.
    static func batches<E: Event>(of count: Int = aggregates, _ make: (Int) -> E) -> [[E]] {
        stride(from: 0, to: count, by: 100).map { start in (start..<start + 100).map(make) }
    }

    /// Replaces the number of ``markedNumber`` wherever it stands in a field.
    static func replacingNumber(in text: String, by placeholder: String) -> String {
        text.split(separator: digits(markedNumber), omittingEmptySubsequences: false).joined(separator: placeholder)
    }

    /// The number of the event that floors take their entry from.
    static let markedNumber = 123_456_789_012

    private static let address = "0x742d35Cc6634C0532925a3b844Bc9e7595f0bEb1"

    private static func digits(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 12 - digits.count)) + digits
    }
}
