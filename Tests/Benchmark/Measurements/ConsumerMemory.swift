import EventBus
import RedisEventBus

/// The resident set of this process after a consumer has handled 1,000,000 events and some, beside what it was after the first 100,000.
///
/// The events come from another process, and handled ones are trimmed away.
enum ConsumerMemory: Measurement {
    static let rows = ["consumer-memory"]
    private static let events = 1_024_000
    private static let step = 51_200
    private static let early = 102_400

    static func run(on bench: Bench) async throws -> [Row] {
        let entry = try await RealEntry(of: SampleEvents.plain(SampleEvents.markedNumber), on: bench)
        let log = bench.layout.log("plain", 0)
        let command = ["XADD", log, "*"] + entry.withRandomNumber
        let socket = bench.socket
        let sizes = ResidentSizes()
        let handled = Countdown()
        var handlers = EventHandlers()
        handlers.on(ModelReady.self) { _, _ in handled.count() }
        let consumer = bench.bus.consumerGroup(
            of: ModelReady.declaration.stream, group: "bench", consumer: "one", handlers: handlers)
        try await RunningService.run(consumer) {
            for total in stride(from: step, through: events, by: step) {
                _ = try await onThreadOfItsOwn {
                    try RedisBenchmark(
                        socket: socket, count: step, .random(below: SampleEvents.aggregates), command: command)
                }
                await handled.reach(total)
                try HiredisConnection(socket: socket).ask("XTRIM", log, "MAXLEN", "0")
                if total == early || total == events { try sizes.note() }
            }
        }
        try bench.reset()
        let (before, after) = try sizes.firstAndLast
        return [
            Row(
                rows[0], "consumer after 1,024,000 events − after 102,400", unit: .megabytes, ours: after,
                floor: before, value: after - before, bound: .atMost(5))
        ]
    }
}
