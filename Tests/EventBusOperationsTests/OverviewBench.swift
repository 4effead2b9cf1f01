import EventBus
import EventBusOperations
import HokusaiEvents
import Logging
import RedisClient
import RedisEventBus
import TestSupport

/// A bus of the repository's catalogue on a private server, and one who asks how it is.
struct OverviewBench {
    let server: TestRedisServer
    let client: RedisClient
    let bus: RedisEventBus
    let source: OverviewSource

    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Runs a test on a bench of its own, and ends both server and connection.
    ///
    /// - Parameters:
    ///   - deadline: How long the server is waited for; long, since a machine that runs many tests is slow.
    ///   - setUp: Prepares the server before anybody connects; answers how to connect.
    static func run(
        configuration: [String] = [], deadline: Duration = .seconds(30),
        connecting setUp: (TestRedisServer) throws -> RedisConfiguration = { try RedisConfiguration(url: $0.url) },
        _ body: (OverviewBench) async throws -> Void
    ) async throws {
        let server = try await TestRedisServer(configuration: configuration)
        let client = RedisClient(configuration: try setUp(server))
        let bus = RedisEventBus(client: client, events: Catalogue.declarations, source: "/tests", logger: quiet)
        let bench = OverviewBench(
            server: server, client: client, bus: bus, source: OverviewSource(bus: bus, deadline: deadline))
        do { try await body(bench) } catch {
            await client.close()
            await server.stop()
            throw error
        }
        await client.close()
        await server.stop()
    }

    static let log = "hokusai:{model_lifecycle:0}:log"
    static let dead = "hokusai:{model_lifecycle:0}:dead"
    static let list = "hokusai:model_ready_queue"

    var stream: StreamDeclaration { bus.streams[0] }

    /// Publishes events of models of their own: each model is registered once.
    func publish(_ count: Int) async throws {
        for _ in 0..<count {
            let number = UInt32.random(in: .min ... .max)
            try await bus.publish(
                ModelRegistered(
                    modelID: "m/\(number)/t", modelName: "m", modelVersion: "1", tokenSymbol: "t",
                    metricName: "accuracy"))
        }
    }

    /// The only stream of the catalogue.
    func askStream() async throws -> StreamOverview {
        guard let stream = await source.ask().streams.first else { throw NothingFound() }
        return stream
    }
}

struct NothingFound: Error {}
