import EventBus
import Logging
import RedisClient
import RedisEventBus
import TestSupport
import Testing

/// A bus that reaches its private server through a proxy that goes wrong on command.
struct FaultyBus {
    let server: TestRedisServer
    let proxy: FaultProxy
    let client: RedisClient
    let bus: RedisEventBus
    /// Beside the proxy.
    let direct: RedisClient

    let log = "test:{parcels:0}:log"

    /// Runs a test on a bus of its own, and ends everything.
    ///
    /// - Parameter user: Rights of the ACL user that the bus is, as in `"+@all -client|kill"`; by default all.
    static func run(
        configuration lines: [String] = [], publishing: PublishPolicy = patient, commandTimeout: Duration = .seconds(5),
        user rights: String? = nil, _ body: (FaultyBus) async throws -> Void
    ) async throws {
        let server = try await TestRedisServer(configuration: lines)
        let proxy = try await FaultProxy(to: server)
        var configuration = try RedisConfiguration(url: proxy.url)
        configuration.commandTimeout = commandTimeout
        configuration.reconnectBackoff = RedisBackoff(base: .milliseconds(1), maximum: .milliseconds(5))
        configuration.circuitBreaker.failureThreshold = 1_000
        if let rights {
            server.ask("ACL SETUSER tester on >secret ~* &* \(rights)")
            configuration.username = "tester"
            configuration.password = "secret"
        }
        let client = RedisClient(configuration: configuration)
        let direct = RedisClient(configuration: try RedisConfiguration(url: server.url))
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let bus = RedisEventBus(
            client: client, events: parcelEvents + [ParcelWeighed.declaration], namespace: "test", source: "tests",
            publishing: publishing, logger: quiet)
        let faulty = FaultyBus(server: server, proxy: proxy, client: client, bus: bus, direct: direct)
        func close() async {
            await client.close()
            await direct.close()
            await proxy.stop()
            await server.stop()
        }
        do { try await body(faulty) } catch {
            await close()
            throw error
        }
        await close()
    }

    /// Tries often and soon.
    static let patient = PublishPolicy(
        retry: PublishRetryPolicy(maximumRetries: 50, baseDelay: .milliseconds(1), maximumDelay: .milliseconds(5)))

    /// How many bytes a publish takes in a direction.
    func byteCount(_ direction: FaultProxy.Direction, of publish: () async throws -> Void) async throws -> Int {
        // The first asks the server who it is.
        try await publish()
        let before = proxy.byteCount(direction)
        try await publish()
        return proxy.byteCount(direction) - before
    }

    /// The ids of the log's events and their positions, in order.
    func entries() async throws -> [(id: String, position: String)] {
        try await direct.command("XRANGE", log, "-", "+").map { entry in
            (entry[1][1].string ?? "", entry[0].string ?? "")
        }
    }

    /// Checks that the log has each event of the receipts once, at the place that its receipt says, and nothing else.
    func expectEachOnce(_ receipts: [PublishReceipt], location: SourceLocation = #_sourceLocation) async throws {
        let entries = try await entries()
        #expect(entries.count == receipts.count, sourceLocation: location)
        #expect(Set(entries.map(\.id)).count == entries.count, sourceLocation: location)
        let positions = Dictionary(entries.map { ($0.id, $0.position) }) { first, _ in first }
        let strays = receipts.filter { receipt in
            positions[receipt.eventID.description] != receipt.position?.description || receipt.outcome != .appended
        }
        #expect(strays.isEmpty, sourceLocation: location)
    }
}
