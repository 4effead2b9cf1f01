import CatalogueEvents
import EventBus
import LegacyMessages
import Logging
import RedisClient
import RedisEventBus
import TestSupport

/// A bus of the fleet's catalogue on a private server.
struct FleetBus {
    let server: TestRedisServer
    let client: RedisClient
    let bus: RedisEventBus
    let catalogue: LoadedCatalogue

    static func run(configuration: [String] = [], _ body: (FleetBus) async throws -> Void) async throws {
        let server = try await TestRedisServer(configuration: configuration)
        let client = RedisClient(configuration: try RedisConfiguration(url: server.url))
        let catalogue = LoadedCatalogue(try Fleet.catalogue())
        let bus = RedisEventBus(
            client: client, events: catalogue.declarations, source: "tests",
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let result: Result<Void, any Error>
        do {
            try await body(FleetBus(server: server, client: client, bus: bus, catalogue: catalogue))
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await client.close()
        await server.stop()
        try result.get()
    }

    /// The bridge of the deployer's answers.
    func bridge(from list: String = "hokusai:token_deployed_queue", event: String? = nil) throws -> LegacyBridge {
        guard let mapping = LegacyMapping(list: list, event: event, catalogue: catalogue) else {
            throw CancellationError()
        }
        return try bus.bridge(from: WorkQueueDeclaration(list: list)) { mapping.read($0) }
    }

    /// The events of the log, oldest first.
    func events() async throws -> [EventRecord] {
        try await client.command("XRANGE", "hokusai:{model_lifecycle:0}:log", "-", "+").map { entry in
            var storage: [UInt8] = []
            var spans = EventRecord.Spans()
            var fields = entry[1].makeIterator()
            while let name = fields.next(), let value = fields.next() {
                let span = EventRecord.Span(start: storage.count, length: value.bytes.count)
                storage += value.bytes
                name.bytes.withUnsafeBytes { spans.set($0, span) }
            }
            return try EventRecord(storage: storage, spans: spans)
        }
    }

    func length(of list: String) async throws -> Int {
        Int(try await client.command("LLEN", list).integer ?? -1)
    }

    func push(_ message: String, on list: String = "hokusai:token_deployed_queue") async throws {
        _ = try await client.command("LPUSH", list, message)
    }
}
