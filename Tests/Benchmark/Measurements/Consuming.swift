import EventBus
import RedisClient
import RedisEventBus
import ServiceLifecycle

/// One consumer of a group with a typed handler, everything acknowledged, beside a loop over the raw connection.
/// The consumer runs on the bus executor, as its handlers never wait.
enum Consuming: Measurement {
    static let rows = ["consumer", "consumer-cpu"]
    private static let events = 153_600

    static func run(on bench: Bench) async throws -> [Row] {
        let entry = try await RealEntry(of: SampleEvents.plain(SampleEvents.markedNumber), on: bench)
        let log = bench.layout.log("plain", 0)
        let socket = bench.socket
        let runs = try await Alternation(rounds: bench.rounds) {
            try await bench.fill(log, with: entry, events: events, group: "bench")
            let sample = try await bench.measure(events: events) { try await consume(on: bench) }
            try checkAcknowledged(log, socket: socket)
            return sample
        } floor: {
            try await bench.fill(log, with: entry, events: events, group: "bench")
            let sample = try await bench.measure(events: events) {
                try await onThreadOfItsOwn {
                    try RawConsumer(socket: socket, log: log, group: "bench", batch: ConsumerLimits().batch).run()
                }
            }
            try checkAcknowledged(log, socket: socket)
            return sample
        }
        try bench.reset()
        return [
            runs.throughputRow(rows[0], "typed consumer on the bus executor, acknowledged ÷ raw loop", atLeast: 0.60),
            runs.clientCostRow(rows[1], "client processor time of the same", atMost: 2),
        ]
    }

    private static func consume(on bench: Bench) async throws {
        let handled = Countdown()
        var handlers = EventHandlers()
        handlers.on(ModelReady.self) { event, _ in
            guard event.tokenSymbol == "msg-ai" else { throw BenchmarkError.unexpected("a wrong event: \(event)") }
            handled.count()
        }
        let consumer = bench.bus.consumerGroup(
            of: ModelReady.declaration.stream, group: "bench", consumer: "one", handlers: handlers)
        try await bench.client.withBusExecutor {
            try await RunningService.run(consumer) { await handled.reach(events) }
        }
    }

    private static func checkAcknowledged(_ log: String, socket: String) throws {
        let pending = try HiredisConnection(socket: socket).ask("XPENDING", log, "bench").first
        guard pending == "0" else {
            throw BenchmarkError.unexpected("\(pending ?? "?") events were not acknowledged")
        }
        let group = try HiredisConnection(socket: socket).ask("XINFO", "GROUPS", log)
        guard let read = group.firstIndex(of: "entries-read"), group[read + 1] == String(events) else {
            throw BenchmarkError.unexpected("not every event was read: \(group)")
        }
    }
}
