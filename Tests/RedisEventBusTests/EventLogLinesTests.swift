import EventBus
import Logging
import RedisClient
import Synchronization
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("Log lines about events")
struct EventLogLinesTests {
    @Test("a failed attempt and a dead letter say which event it was, by the same names, and never its payload")
    func failure() async throws {
        try await TestBus.run { test in
            let (lines, bus) = try Self.logging(test)
            let receipt = try await bus.publish(
                ParcelSent(parcel: "p", weight: 4711), context: PublishContext(correlationID: "story"))
            var handlers = EventHandlers()
            let given = Mutex<[String: String]>([:])
            handlers.on(ParcelSent.self) { _, delivery in
                given.withLock { $0 = delivery.logMetadata }
                throw NoVan()
            }
            let consumer = bus.consumerGroup(of: parcels, group: "g", consumer: "c", handlers: handlers)
            let task = Task { try await consumer.run() }
            #expect(await eventually { lines.named("dead letter").count == 1 })
            task.cancel()
            _ = await task.result
            let retries = lines.named("an attempt has failed: it is made again after a pause")
            #expect(retries.map { $0["attempt"] } == ["1", "2"])
            let letter = try #require(lines.named("dead letter").first)
            #expect(letter["attempt"] == "3" && letter["reason"] == "attempts_used_up")
            for line in retries + [letter] {
                #expect(line["event_id"] == receipt.eventID.description)
                #expect(line["event_type"] == "parcel_sent" && line["correlation_id"] == "story")
                #expect(line["stream"] == "parcels" && line["partition"] == "0" && line["group"] == "g")
                #expect(line["position"] == receipt.position?.description)
            }
            #expect(given.withLock { $0["event_id"] } == receipt.eventID.description)
            #expect(!lines.all.contains { $0.values.contains { $0.contains("4711") } })
            await bus.client.close()
        }
    }

    @Test(
        "what a handler throws is logged without the values that the catalogue hides, and kept whole in the dead letter"
    )
    func hiddenValues() async throws {
        try await TestBus.run { test in
            let (lines, bus) = try Self.logging(test)
            _ = try await bus.publish(ParcelDelivered(parcel: "parcel-7", signature: "Ann Other"))
            var handlers = EventHandlers()
            handlers.on(ParcelDelivered.self) { event, _ in
                throw Reading(text: "\(event.signature ?? "") did not sign for \(event.parcel)")
            }
            let consumer = bus.consumerGroup(of: parcels, group: "g", consumer: "c", handlers: handlers)
            let task = Task { try await consumer.run() }
            #expect(await eventually { lines.named("dead letter").count == 1 })
            task.cancel()
            _ = await task.result
            let retries = lines.named("an attempt has failed: it is made again after a pause")
            let errors = (retries + lines.named("dead letter")).map { $0["error"] ?? "" }
            #expect(errors == Array(repeating: "*** did not sign for parcel-7", count: 3))
            #expect(!lines.all.contains { $0.values.contains { $0.contains("Ann Other") } })
            let letter = try #require(try await test.entries(of: test.dead).first)
            #expect(letter.first { $0.name == "error" }?.value == "Ann Other did not sign for parcel-7")
            await bus.client.close()
        }
    }

    @Test("routes that fail and events that can't be routed say which event it was")
    func routing() async throws {
        try await TestBus.run { test in
            let (lines, bus) = try Self.logging(test)
            // A key of another type: the list can't be put on.
            _ = try await test.client.command("SET", "parcels:queue", "no list")
            let receipt = try await bus.publish(
                ParcelSent(parcel: "p", weight: 1), context: PublishContext(correlationID: "story"))
            _ = try await test.client.command(
                "XADD", test.log, "*", "id", "0190a6b0-0000-7000-8000-000000000001", "type", "parcel_lost", "data", "{}"
            )
            let task = Task { try await bus.router(consumer: "r").run() }
            #expect(
                await eventually {
                    lines.named("routes failed; they are named in a dead letter").count == 1
                        && lines.named("dead letter").count == 1
                })
            task.cancel()
            _ = await task.result
            let failed = try #require(lines.named("routes failed; they are named in a dead letter").first)
            #expect(failed["event_id"] == receipt.eventID.description && failed["correlation_id"] == "story")
            #expect(failed["stream"] == "parcels" && failed["group"] == "router")
            let unknown = try #require(lines.named("dead letter").first)
            #expect(unknown["event_id"] == "0190a6b0-0000-7000-8000-000000000001")
            #expect(unknown["event_type"] == "parcel_lost")
            await bus.client.close()
        }
    }

    private struct NoVan: Error {}

    private struct Reading: Error, CustomStringConvertible {
        let text: String
        var description: String { text }
    }

    private static func logging(_ test: TestBus) throws -> (EventLines, RedisEventBus) {
        let lines = EventLines()
        let logger = Logger(label: "test") { _ in lines }
        let client = RedisClient(configuration: try RedisConfiguration(url: test.server.url))
        return (
            lines,
            RedisEventBus(client: client, events: parcelEvents, namespace: "test", source: "tests", logger: logger)
        )
    }
}

/// Keeps what is logged: each line as its metadata, with the message beside it.
struct EventLines: LogHandler {
    private final class Lines: Sendable {
        let all = Mutex<[[String: String]]>([])
    }

    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace
    private let lines = Lines()

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var line = metadata.merging(event.metadata ?? [:]) { $1 }.mapValues { "\($0)" }
        line["message"] = event.message.description
        lines.all.withLock { [line] in $0.append(line) }
    }

    var all: [[String: String]] { lines.all.withLock { $0 } }
    func named(_ message: String) -> [[String: String]] { all.filter { $0["message"] == message } }
}
