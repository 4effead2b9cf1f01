import EventBus
import RedisEventBus

/// The fields of an entry as the bus writes it, read back from the log: floors write the same bytes.
struct RealEntry: Sendable {
    /// Names and values in turn.
    let fields: [String]

    /// Publishes one event, and reads what is in the log.
    init(of event: some Event, on bench: Bench) async throws {
        try bench.reset()
        try await bench.bus.publish(event)
        let log = bench.layout.log(type(of: event).declaration.stream.name, 0)
        let reply = try HiredisConnection(socket: bench.socket).ask("XRANGE", log, "-", "+", "COUNT", "1")
        guard reply.count > 1 else { throw BenchmarkError.unexpected("the log \(log) is empty after a publish") }
        fields = Array(reply.dropFirst())
        try bench.reset()
    }

    /// The fields with the event's number replaced by what `redis-benchmark` draws.
    var withRandomNumber: [String] {
        fields.map { SampleEvents.replacingNumber(in: $0, by: RedisBenchmark.placeholder) }
    }
}
