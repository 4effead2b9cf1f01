import EventBus
import RedisEventBus

/// Publishing of an event that keeps a history, beside `redis-benchmark` running the same script.
enum HistoryPublishing: Measurement {
    static let rows = ["publish-history", "publish-history-tasks"]
    private static let events = 51_200

    static func run(on bench: Bench) async throws -> [Row] {
        try await ScriptPublishing(
            rows: rows, what: "history", batches: SampleEvents.batches(SampleEvents.kept),
            events: events, command: try await scriptCall(on: bench),
            drawing: .random(below: SampleEvents.aggregates)
        ).run(on: bench)
    }

    /// The call of the append script as the bus makes it, with a drawn number for the aggregate.
    private static func scriptCall(on bench: Bench) async throws -> [String] {
        let (digest, entry) = try await ScriptDigest.used(on: bench) {
            try await RealEntry(of: SampleEvents.kept(SampleEvents.markedNumber), on: bench)
        }
        let fields = entry.withRandomNumber
        guard let subject = fields.firstIndex(of: "subject") else {
            throw BenchmarkError.unexpected("the entry has no subject")
        }
        let history = bench.layout.history("kept", 0, aggregate: "model", id: fields[subject + 1])
        return ["EVALSHA", digest, "2", bench.layout.log("kept", 0), history, "h", "86400000"] + fields
    }
}
