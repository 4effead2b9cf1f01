import EventBus
import Logging
import RedisClient
import RedisEventBus
import TestSupport

/// Where everything is measured: a private server on a Unix socket without persistence, and a bus on it.
struct Bench: Sendable {
    let server: TestRedisServer
    let client: RedisClient
    let bus: RedisEventBus
    let layout = KeyLayout(namespace: "bench")
    /// How often each side of a comparison is run.
    let rounds: Int
    /// What logs nothing: a line of text would be measured too.
    static let silence = Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() }

    init(rounds: Int) async throws {
        self.rounds = rounds
        server = try await TestRedisServer()
        client = RedisClient(configuration: try RedisConfiguration(url: server.url))
        try await client.connect()
        bus = RedisEventBus(
            client: client, events: SampleEvents.declarations, namespace: "bench", source: "urn:service:model-registry",
            logger: Self.silence)
    }

    func close() async {
        await client.close()
        await server.stop()
    }

    var socket: String { server.socketPath }

    /// Forgets all data, so that memory stays bounded; scripts stay.
    func reset() throws(BenchmarkError) {
        try HiredisConnection(socket: socket).ask("FLUSHALL", "SYNC")
    }

    /// Processor time of the server so far, in seconds.
    func serverSeconds() throws(BenchmarkError) -> Double {
        let info = try HiredisConnection(socket: socket).ask("INFO", "cpu").joined()
        var seconds = 0.0
        for line in info.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: ":")
            guard parts.count == 2, parts[0] == "used_cpu_user" || parts[0] == "used_cpu_sys" else { continue }
            seconds += Double(parts[1]) ?? 0
        }
        return seconds
    }

    /// Measures work that happens in this process.
    func measure(events: Int, _ work: () async throws -> Void) async throws -> Sample {
        let serverBefore = try serverSeconds()
        let clientBefore = ProcessorClock.processSeconds
        let start = ProcessorClock.monotonicSeconds
        try await work()
        let seconds = ProcessorClock.monotonicSeconds - start
        let client = ProcessorClock.processSeconds - clientBefore
        return Sample(
            events: events, seconds: seconds, clientSeconds: client, serverSeconds: try serverSeconds() - serverBefore)
    }

    /// Measures `redis-benchmark` sending a command.
    func measureRedisBenchmark(
        events: Int, _ numbers: RedisBenchmark.Numbers, command: [String]
    ) async throws -> Sample {
        let serverBefore = try serverSeconds()
        let socket = socket
        let run = try await onThreadOfItsOwn {
            try RedisBenchmark(socket: socket, count: events, numbers, command: command)
        }
        return Sample(
            events: events, seconds: Double(events) / run.eventsPerSecond, clientSeconds: run.processorSeconds,
            serverSeconds: try serverSeconds() - serverBefore)
    }

    /// Fills a log with entries that differ in their aggregate, and makes a group that has read none of them.
    ///
    /// Another process writes them, so that what is measured afterwards begins with a client at rest.
    func fill(_ log: String, with entry: RealEntry, events: Int, group: String) async throws {
        try reset()
        let socket = socket
        try await onThreadOfItsOwn {
            _ = try RedisBenchmark(
                socket: socket, count: events, .random(below: SampleEvents.aggregates),
                command: ["XADD", log, "*"] + entry.withRandomNumber)
            try HiredisConnection(socket: socket).ask("XGROUP", "CREATE", log, group, "0")
        }
    }
}
