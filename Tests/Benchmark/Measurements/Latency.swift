import EventBus
import RedisClient
import RedisEventBus
import Synchronization
import TestSupport

/// The time from the call of `publish` to the call of the handler at 500 events a second, beside a raw `XADD` and a blocked
/// `XREADGROUP`; publisher and consumer run on the bus executor.
enum Latency: Measurement {
    static let rows = ["latency"]
    private static let events = 1_000
    private static let interval = 0.002

    static func run(on bench: Bench) async throws -> [Row] {
        let entry = try await RealEntry(of: SampleEvents.plain(SampleEvents.markedNumber), on: bench)
        let log = bench.layout.log("plain", 0)
        let socket = bench.socket
        let start = {
            try bench.reset()
            try HiredisConnection(socket: socket).ask("XGROUP", "CREATE", log, "bench", "0", "MKSTREAM")
        }
        let runs = try await Alternation(rounds: bench.rounds) {
            try start()
            return try await publishing(on: bench)
        } floor: {
            try start()
            return try await raw(socket, log: log, entry: entry)
        }
        try bench.reset()
        let latency = runs.compare(\.self, \.self)
        return [
            Row(
                rows[0], "publish to handler at 500/s on the bus executor, p99 ÷ raw", unit: .microseconds,
                ours: latency.ours, floor: latency.floor, value: latency.ratio, bound: .atMost(2))
        ]
    }

    /// The 99th percentile, in microseconds.
    private static func publishing(on bench: Bench) async throws -> Double {
        let arrived = ArrivalTimes(capacity: events)
        let handled = Countdown()
        var handlers = EventHandlers()
        handlers.on(ModelReady.self) { event, _ in
            if let number = Int(event.modelVersion) { arrived.note(number) }
            handled.count()
        }
        let consumer = bench.bus.consumerGroup(
            of: ModelReady.declaration.stream, group: "bench", consumer: "one", handlers: handlers)
        let samples = (0..<events).map { number in
            var event = SampleEvents.plain(number)
            event.modelVersion = String(number)
            return event
        }
        try await bench.client.withBusExecutor {
            try await RunningService.run(consumer) {
                // The consumer first looks for what it left behind; the measure begins when it waits for what is new.
                try await untilBlocked(bench.socket)
                var due = ContinuousClock.now
                for number in 0..<events {
                    due += .seconds(interval)
                    try await Task.sleep(until: due, clock: .continuous)
                    let now = ProcessorClock.monotonicSeconds
                    arrived.sent(number, at: now)
                    try await bench.bus.publish(samples[number])
                }
                await handled.reach(events)
            }
        }
        return arrived.percentile(0.99)
    }

    private static func raw(_ socket: String, log: String, entry: RealEntry) async throws -> Double {
        let arrived = ArrivalTimes(capacity: events)
        let command = ["XADD", log, "*"] + entry.fields
        async let reading: Void = onThreadOfItsOwn {
            try RawReader(socket: socket, log: log, group: "bench").run(events) { arrived.note($0) }
        }
        try await untilBlocked(socket)
        try await onThreadOfItsOwn {
            let connection = try HiredisConnection(socket: socket)
            let append = HiredisCommand(command)
            var due = ProcessorClock.monotonicSeconds
            for number in 0..<events {
                due += interval
                PreciseSleep.until(due)
                arrived.sent(number, at: ProcessorClock.monotonicSeconds)
                try connection.run(append)
            }
        }
        try await reading
        return arrived.percentile(0.99)
    }

    /// Waits until somebody waits in a blocking read.
    private static func untilBlocked(_ socket: String) async throws {
        let control = try HiredisConnection(socket: socket)
        let isBlocked = try await eventually {
            try !control.ask("INFO", "clients").joined().contains("blocked_clients:0")
        }
        guard isBlocked else { throw BenchmarkError.unexpected("nobody waits in a blocking read") }
    }
}
