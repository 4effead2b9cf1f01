import EventBus
import Logging
import RedisClient
import Synchronization
import TestSupport
import Testing

@testable import RedisEventBus

/// A server, and consumers that come and go, each with a connection of its own as a process has.
final class DepotBench: Sendable {
    /// What one handler was given.
    struct Handled: Sendable {
        let consumer: String
        let depot: String
        let step: Int
        let epoch: UInt64
    }

    /// One consumer as a process would be it.
    final class Member: Sendable {
        let name: String
        let client: RedisClient
        private let running: Task<Void, any Error>

        init(name: String, client: RedisClient, running: Task<Void, any Error>) {
            self.name = name
            self.client = client
            self.running = running
        }

        /// Leaves as on a graceful end.
        func leave() async {
            running.cancel()
            _ = await running.result
            await client.close()
        }

        /// Goes without a word: connections are cut and nothing is given up.
        func die() async {
            await client.close()
            _ = await running.result
        }
    }

    let server: TestRedisServer
    let client: RedisClient
    let bus: RedisEventBus
    let log = LogRecorder()
    private let seen = Mutex<[Handled]>([])
    private let members = Mutex<[Member]>([])

    private init(configuration: [String]) async throws {
        server = try await TestRedisServer(configuration: configuration)
        (client, bus) = try Self.connect(server, LogRecorder())
    }

    private static func connect(
        _ server: TestRedisServer, _ log: LogRecorder, user: String? = nil
    ) throws -> (RedisClient, RedisEventBus) {
        var configuration = try RedisConfiguration(url: server.url)
        configuration.username = user
        configuration.password = user.map { _ in "x" }
        let client = RedisClient(configuration: configuration)
        let bus = RedisEventBus(
            client: client, events: [DepotChanged.declaration], namespace: "test", source: "tests",
            logger: Logger(label: "test") { _ in log })
        return (client, bus)
    }

    static func run(configuration: [String] = [], _ body: (DepotBench) async throws -> Void) async throws {
        let bench = try await DepotBench(configuration: configuration)
        var failure: (any Error)?
        do { try await body(bench) } catch { failure = error }
        for member in bench.members.withLock({ $0 }) { await member.leave() }
        await bench.client.close()
        await bench.server.stop()
        if let failure { throw failure }
    }

    /// Starts a consumer.
    func join(
        _ name: String, group: String = "g", user: String? = nil,
        handle: (@Sendable (DepotChanged) async throws -> Void)? = nil
    ) throws -> Member {
        let (client, bus) = try Self.connect(server, log, user: user)
        var handlers = EventHandlers()
        handlers.on(DepotChanged.self) { [self] event, delivery in
            try await handle?(event)
            seen.withLock {
                $0.append(
                    Handled(
                        consumer: name, depot: event.depot, step: event.step, epoch: delivery.reader.epoch))
            }
        }
        let consumer = bus.consumerGroup(of: depots, group: group, consumer: name, handlers: handlers)
        return add(Member(name: name, client: client, running: Task { try await consumer.run() }))
    }

    /// Starts a router.
    func joinRouter(_ name: String) throws -> Member {
        let (client, bus) = try Self.connect(server, log)
        let router = bus.router(consumer: name, batch: 10)
        return add(Member(name: name, client: client, running: Task { try await router.run() }))
    }

    private func add(_ member: Member) -> Member {
        members.withLock { $0.append(member) }
        return member
    }

    /// One more step of each of some depots, enough to be in every partition.
    func publish(step: Int, depots: Int = 20) async throws {
        try await bus.publish(contentsOf: (0..<depots).map { DepotChanged(depot: "d-\($0)", step: step) })
    }

    /// Everything that was handled, in its order.
    var handled: [Handled] { seen.withLock { $0 } }

    /// The steps of each depot, in the order in which they were first handled.
    var firstSteps: [String: [Int]] {
        var steps: [String: [Int]] = [:]
        for event in handled where !(steps[event.depot] ?? []).contains(event.step) {
            steps[event.depot, default: []].append(event.step)
        }
        return steps
    }

    /// How many partitions each consumer reads.
    func shares(_ group: String = "g") async throws -> [String: Int] {
        try await bus.status(group: group, of: depots).partitions.reduce(into: [:]) { shares, partition in
            for holder in partition.holders { shares[holder.consumer, default: 0] += 1 }
        }
    }

    /// What is pending of a group, over all partitions.
    func pending(_ group: String = "g") async throws -> Int {
        try await bus.status(group: group, of: depots).partitions.reduce(0) { $0 + $1.pending }
    }

    /// The lease of a partition.
    func lease(_ partition: Int, _ group: String = "g") async throws -> LeaseRecord? {
        LeaseRecord(fields: try await client.command("HGETALL", "test:{depots:\(partition)}:lease:\(group)"))
    }
}

/// Keeps what is logged.
struct LogRecorder: LogHandler {
    private final class Lines: Sendable {
        let all = Mutex<[String]>([])
    }

    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace
    private let lines = Lines()

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        lines.all.withLock { $0.append("\(event.level): \(event.message) \(event.metadata ?? [:])") }
    }

    /// How many lines hold a text.
    func count(_ text: String) -> Int { lines.all.withLock { $0.count { $0.contains(text) } } }
}
