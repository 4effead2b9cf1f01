import EventBus
import Logging
import RedisClient
import Synchronization
import Testing

@testable import RedisEventBus

/// Runs consumers of one partition under leases of the test's own.
struct ConsumerBench {
    let test: TestBus
    var policy = DeliveryPolicy(
        attempts: 3, backoff: RetryBackoff(base: .milliseconds(5), factor: 2, max: .milliseconds(20)),
        ackTimeout: .milliseconds(600))
    var order = DeliveryOrder.aggregate
    var limits = ConsumerLimits(drain: .seconds(2))
    /// Whether handlers can publish through their deliveries.
    var publishes = true
    var logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    var delayed: String { "test:{parcels:0}:delayed:g" }
    var held: String { "test:{parcels:0}:held:g" }

    /// A consumer that can be run.
    func consumer(
        _ name: String, client: RedisClient? = nil,
        _ handle: @escaping @Sendable (ParcelSent, Delivery) async throws -> Void
    ) -> PartitionConsumer {
        var handlers = EventHandlers()
        handlers.on(ParcelSent.self, handle)
        return PartitionConsumer(
            client: client ?? test.client,
            keys: PartitionKeys(KeyLayout(namespace: "test"), stream: "parcels", partition: 0, group: "g"),
            stream: "parcels", partition: 0, group: "g", consumer: name, publisher: publishes ? test.bus : nil,
            policy: policy,
            order: order, handlers: handlers, knownTypes: EventTypeTable(), limits: limits, logger: logger)
    }

    /// A consumer at work.
    struct Running: Sendable {
        let stop: StopSignal
        let lease: StandingLease
        let task: Task<Void, any Error>

        /// Stops it and waits until it has ended.
        func end(_ reason: StopReason = .shutdown) async throws {
            stop.stop(reason)
            try await task.value
        }
    }

    /// Puts a consumer to work under a lease of the next epoch.
    func start(
        _ name: String = "me", epoch: UInt64 = 1, client: RedisClient? = nil,
        _ handle: @escaping @Sendable (ParcelSent, Delivery) async throws -> Void
    ) async throws -> Running {
        let lease = try await StandingLease(
            test, group: order == .aggregate ? "g" : "g:\(name)", epoch: epoch)
        let subject = consumer(name, client: client, handle)
        let stop = StopSignal()
        return Running(
            stop: stop, lease: lease, task: Task { try await subject.run(lease: lease, stop: stop) })
    }

    /// Runs a consumer until a condition holds.
    func consuming(
        _ name: String = "me", epoch: UInt64 = 1,
        _ handle: @escaping @Sendable (ParcelSent, Delivery) async throws -> Void,
        until condition: () async throws -> Bool
    ) async throws -> Bool {
        let running = try await start(name, epoch: epoch, handle)
        let holds: Bool
        do { holds = try await condition() } catch {
            running.stop.stop()
            throw error
        }
        try await running.end()
        return holds
    }

    /// One entry of the group's pending list.
    struct Pending: Hashable {
        let consumer: String
        let count: Int
        let idle: Int
    }

    /// What is pending, in the log's order.
    func pending() async throws -> [Pending] {
        var commands = RedisCommands()
        commands.append("XPENDING", test.log, "g", "-", "+", "100000")
        let reply = try await test.client.reply(to: commands)
        // No group yet.
        guard reply.error == nil else { return [] }
        return reply.map { one in
            Pending(
                consumer: one[1].string ?? "", count: Int(one[3].integer ?? 0), idle: Int(one[2].integer ?? 0))
        }
    }

    /// What a consumer that is gone was given: as after a crash, once for each attempt.
    func leaveBehind(_ count: Int, by consumer: String = "gone") async throws {
        var commands = RedisCommands()
        commands.append("XGROUP", "CREATE", test.log, "g", "0", "MKSTREAM")
        commands.append("XREADGROUP", "GROUP", "g", consumer, "COUNT", String(count), "STREAMS", test.log, ">")
        _ = try await test.client.send(commands)
    }

    /// The letters, each as a dictionary.
    func letters() async throws -> [[String: String]] {
        try await test.entries(of: test.dead).map { fields in
            Dictionary(fields.map { ($0.name, $0.value) }) { first, _ in first }
        }
    }
}

/// What handlers saw, in their order.
final class Log<Entry: Sendable>: Sendable {
    private let list = Mutex<[Entry]>([])
    func add(_ entry: Entry) { list.withLock { $0.append(entry) } }
    var all: [Entry] { list.withLock { $0 } }
    var count: Int { list.withLock { $0.count } }
}

struct Refused: Error {}
