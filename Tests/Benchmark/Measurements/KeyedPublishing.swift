import EventBus
import RedisEventBus

/// Publishing of events under idempotency keys, each new, beside `redis-benchmark` running the same script.
enum KeyedPublishing: Measurement {
    static let rows = ["publish-key", "publish-key-tasks"]
    private static let events = 51_200
    /// So many that hardly one is drawn twice; `redis-benchmark` takes 32 bits.
    private static let keys = 1_000_000_000

    static func run(on bench: Bench) async throws -> [Row] {
        try await ScriptPublishing(
            rows: rows, what: "a key", batches: SampleEvents.batches(of: events, SampleEvents.keyed),
            events: events, command: try await scriptCall(on: bench),
            drawing: .random(below: keys)
        ).run(on: bench)
    }

    /// The call of the append script as the bus makes it, with a drawn number for the key.
    private static func scriptCall(on bench: Bench) async throws -> [String] {
        let event = SampleEvents.keyed(SampleEvents.markedNumber)
        let (digest, entry) = try await ScriptDigest.used(on: bench) { try await RealEntry(of: event, on: bench) }
        let key = bench.layout.idempotency("keyed", 0, event: "model_ready_keyed", key: event.idempotencyKey ?? "")
        let drawn = SampleEvents.replacingNumber(in: key, by: RedisBenchmark.placeholder)
        return ["EVALSHA", digest, "2", bench.layout.log("keyed", 0), drawn, "i", "86400000"] + entry.withRandomNumber
    }
}
