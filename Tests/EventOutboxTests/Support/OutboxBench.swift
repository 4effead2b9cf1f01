import EventBus
import EventOutbox
import Foundation
import Logging
import RedisClient
import RedisEventBus
import TestSupport

/// A folder for SQLite files that goes with its last reference.
final class OutboxFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "outbox-test-" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var file: String { path + "/outbox.sqlite" }
}

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// A bus on a private server whose data survives kill -9, and an outbox before it.
struct OutboxBench {
    let folder: OutboxFolder
    let server: TestRedisServer
    let client: RedisClient
    let bus: RedisEventBus
    let outbox: EventOutbox

    init(limits: OutboxLimits = OutboxLimits()) async throws {
        folder = try OutboxFolder()
        server = try await TestRedisServer(configuration: ["appendonly yes", "appendfsync always"])
        (client, bus) = try Self.connect(to: server.url)
        outbox = try EventOutbox(path: folder.file, source: "/tests", limits: limits, logger: quiet)
    }

    static func connect(
        to url: String, events: [EventDeclaration] = [OrderPlaced.declaration, OrderPaid.declaration]
    ) throws -> (RedisClient, RedisEventBus) {
        var configuration = try RedisConfiguration(url: url)
        configuration.commandTimeout = .milliseconds(500)
        let client = RedisClient(configuration: configuration)
        let bus = RedisEventBus(client: client, events: events, namespace: "test", source: "/tests", logger: quiet)
        return (client, bus)
    }

    /// Runs a test on a bench of its own, and ends what it started.
    static func run(
        limits: OutboxLimits = OutboxLimits(), _ body: (OutboxBench) async throws -> Void
    ) async throws {
        let bench = try await OutboxBench(limits: limits)
        do { try await body(bench) } catch {
            await bench.close()
            throw error
        }
        await bench.close()
    }

    private func close() async {
        outbox.close()
        await client.close()
        await server.stop()
    }

    var publisher: OutboxPublisher { outbox.publisher(over: bus) }

    /// Runs a body while the outbox is relayed.
    func relaying<Result>(_ body: () async throws -> Result) async throws -> Result {
        let relay = outbox.relay(
            over: bus, backoff: RetryBackoff(base: .milliseconds(5), factor: 2, max: .milliseconds(50)))
        let running = Task { try await relay.run() }
        let result: Result
        do { result = try await body() } catch {
            running.cancel()
            _ = await running.result
            throw error
        }
        running.cancel()
        _ = await running.result
        return result
    }

    /// Relays until nothing waits any more; `false` where that does not happen in time.
    func drain() async throws -> Bool {
        try await relaying { try await eventually { try await isDrained() } }
    }

    /// Whether nothing waits any more.
    func isDrained() async throws -> Bool { try await outbox.status().waiting == 0 }

    /// Stops the server, and waits until the client has noticed.
    func takeServerAway() async {
        server.kill()
        _ = try? await client.command("PING")
        _ = await eventually { bus.isAway }
    }

    /// An entry of a log, by its fields.
    struct Entry: Sendable {
        let id: String
        let fields: [String: String]
        var number: Int { Int(fields["data"]?.split(separator: ":").last?.dropLast() ?? "") ?? -1 }
        var aggregate: String { fields["subject"] ?? "" }
    }

    /// What the logs of all partitions have.
    func entries() async throws -> [Entry] {
        var entries: [Entry] = []
        for partition in 0..<orders.partitions { entries += try await self.entries(of: log(partition)) }
        return entries
    }

    func entries(of key: String) async throws -> [Entry] {
        try await client.command("XRANGE", key, "-", "+").map { entry in
            var fields: [String: String] = [:]
            var iterator = entry[1].makeIterator()
            while let name = iterator.next()?.string, let value = iterator.next()?.string { fields[name] = value }
            return Entry(id: fields["id"] ?? "", fields: fields)
        }
    }

    func log(_ partition: Int) -> String { "test:{orders:\(partition)}:log" }
    func log(of order: String) -> String { log(orders.partition(ofAggregate: order)) }
}
