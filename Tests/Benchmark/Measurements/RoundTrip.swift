import EventBus
import RedisClient
import RedisEventBus

/// One task that awaits one `publish` after another, beside a blocking `XADD`.
enum RoundTrip: Measurement {
    static let rows = ["round-trip-bus-executor", "round-trip-default-executor"]
    private static let trips = 8_000

    private struct Times: Sendable {
        let busExecutor: Double
        let defaultExecutor: Double
    }

    static func run(on bench: Bench) async throws -> [Row] {
        let entry = try await RealEntry(of: SampleEvents.plain(SampleEvents.markedNumber), on: bench)
        let command = ["XADD", bench.layout.log("plain", 0), "*"] + entry.fields
        let socket = bench.socket
        let runs = try await Alternation(rounds: bench.rounds) {
            try bench.reset()
            return Times(
                busExecutor: try await bench.client.withBusExecutor { try await publishing(on: bench) },
                defaultExecutor: try await publishing(on: bench))
        } floor: {
            try bench.reset()
            return try await onThreadOfItsOwn { try raw(socket, HiredisCommand(command)) }
        }
        try bench.reset()
        let bus = runs.compare(\.busExecutor, \.self)
        let plain = runs.compare(\.defaultExecutor, \.self)
        return [
            Row(
                rows[0], "publish on the bus executor, p50 ÷ blocking XADD", unit: .microseconds, ours: bus.ours,
                floor: bus.floor, value: bus.ratio, bound: .atMost(1.5)),
            Row(
                rows[1], "publish on the default executor, p50 ÷ blocking XADD", unit: .microseconds,
                ours: plain.ours, floor: plain.floor, value: plain.ratio, bound: .atMost(2.5)),
        ]
    }

    /// The median time of a publish, in microseconds.
    @Sendable private static func publishing(on bench: Bench) async throws -> Double {
        let events = (0..<SampleEvents.aggregates).map(SampleEvents.plain)
        var times: [Double] = []
        times.reserveCapacity(trips)
        for trip in 0..<trips {
            let start = ProcessorClock.monotonicSeconds
            try await bench.bus.publish(events[trip % events.count])
            times.append((ProcessorClock.monotonicSeconds - start) * 1_000_000)
        }
        return Statistics.median(times)
    }

    /// The median time of a command, in microseconds.
    @Sendable private static func raw(_ socket: String, _ command: HiredisCommand) throws -> Double {
        let connection = try HiredisConnection(socket: socket)
        var times: [Double] = []
        times.reserveCapacity(trips)
        for _ in 0..<trips {
            let start = ProcessorClock.monotonicSeconds
            try connection.run(command)
            times.append((ProcessorClock.monotonicSeconds - start) * 1_000_000)
        }
        return Statistics.median(times)
    }
}
