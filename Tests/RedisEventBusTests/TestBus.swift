import EventBus
import Logging
import RedisClient
import RedisEventBus
import TestSupport

/// A bus on a private server.
struct TestBus {
    let server: TestRedisServer
    let client: RedisClient
    let bus: RedisEventBus

    init(configuration: [String] = []) async throws {
        server = try await TestRedisServer(configuration: configuration)
        (client, bus) = try Self.connect(to: server)
    }

    /// Another connection and bus to the same server.
    static func connect(
        to server: TestRedisServer, logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) throws -> (RedisClient, RedisEventBus) {
        let client = RedisClient(configuration: try RedisConfiguration(url: server.url))
        let bus = RedisEventBus(
            client: client, events: parcelEvents, namespace: "test", source: "tests", logger: logger)
        return (client, bus)
    }

    let log = "test:{parcels:0}:log"
    let dead = "test:{parcels:0}:dead"

    /// Runs a test on a bus of its own, and ends both server and connection.
    static func run(
        configuration: [String] = [], _ body: (TestBus) async throws -> Void
    ) async throws {
        let test = try await TestBus(configuration: configuration)
        do { try await body(test) } catch {
            await test.close()
            throw error
        }
        await test.close()
    }

    private func close() async {
        await client.close()
        await server.stop()
    }

    /// How many entries of the log a group has been given and has not acknowledged; `nil` before there is a group.
    func pending(_ group: String) async throws -> Int? {
        var commands = RedisCommands()
        commands.append("XPENDING", log, group)
        let reply = try await client.reply(to: commands)
        return reply.error == nil ? reply[0].integer.map { Int($0) } : nil
    }

    /// The fields of an entry of a stream, in their order.
    func entries(of stream: String) async throws -> [[(name: String, value: String)]] {
        try await client.command("XRANGE", stream, "-", "+").map { entry in
            var fields: [(name: String, value: String)] = []
            var iterator = entry[1].makeIterator()
            while let name = iterator.next()?.string, let value = iterator.next()?.string {
                fields.append((name, value))
            }
            return fields
        }
    }
}
