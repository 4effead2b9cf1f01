import EventBus
import TestSupport

/// 1,000 clients of the live stream on one gateway at 50 events a second, clients and gateway on the same cores; in the
/// middle every connection is cut, and all come back by their cursors while events go on.
enum StreamClients: Measurement {
    static let rows = ["sse-clients", "sse-memory", "sse-lost"]
    private static let clients = 1_000
    private static let events = 1_000
    private static let interval = 0.02

    static func run(on bench: Bench) async throws -> [Row] {
        try bench.reset()
        let server = try StreamServer(redis: bench.server.url)
        defer { server.stop() }
        let readers = StreamReaders(count: clients, port: server.port)
        try await readers.connect()
        try await send(0..<events, bench, readers)
        try await readers.settle(events * clients)
        let steady = readers.tally
        let memory = try server.residentMegabytes()
        // Cut, miss some, come back.
        try await readers.cut()
        try await send(events..<events + 50, bench, readers)
        try await readers.connect()
        try await send(events + 50..<events + 100, bench, readers)
        try await readers.settle((events + 100) * clients)
        let whole = readers.tally
        try await readers.close()
        try bench.reset()
        let p99 = Statistics.percentile(0.99, of: steady.latencies) * 1_000_000
        let median = Statistics.percentile(0.5, of: steady.latencies) * 1_000_000
        let lost = Double((events + 100) * clients - whole.events + whole.faults)
        return [
            Row(
                rows[0], "publish to 1,000 SSE clients at 50/s, p99 (floor: median)", unit: .microseconds, ours: p99,
                floor: median, value: p99, bound: .atMost(250_000)),
            Row(
                rows[1], "memory of a gateway with 1,000 SSE clients", unit: .megabytes, ours: memory, floor: 0,
                value: memory, bound: .atMost(300)),
            Row(
                rows[2], "events lost or repeated by 1,000 clients over a reconnect", unit: .events, ours: lost,
                floor: 0,
                value: lost, bound: .atMost(0)),
        ]
    }

    private static func send(_ numbers: Range<Int>, _ bench: Bench, _ readers: StreamReaders) async throws {
        var due = ContinuousClock.now
        for number in numbers {
            due += .seconds(interval)
            try await Task.sleep(until: due)
            readers.willSend(at: ProcessorClock.monotonicSeconds)
            try await bench.bus.publish(SampleEvents.plain(number))
        }
    }
}

extension StreamReaders {
    /// Waits until so many events have come, 10 s at most.
    func settle(_ count: Int) async throws {
        let end = ContinuousClock.now + .seconds(10)
        while tally.events < count, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(50)) }
    }
}
