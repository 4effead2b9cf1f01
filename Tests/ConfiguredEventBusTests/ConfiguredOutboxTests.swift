import EventBus
import EventOutbox
import Foundation
import HokusaiEvents
import RedisClient
import TestSupport
import Testing

@testable import ConfiguredEventBus

@Suite("The configured outbox")
struct ConfiguredOutboxTests {
    private func settings(_ environment: [String: String]) throws -> EventBusSettings {
        try EventBusSettings(SettingsSources(flags: [:], environment: environment, file: .empty).resolve())
    }

    private func event(_ version: Int) -> ModelReadyToDeploy {
        ModelReadyToDeploy(
            modelID: "msg-model/\(version)/msg-ai", tokenSymbol: "msg-ai", metricName: "reply_rate",
            baselineValue: 0.75,
            currentValue: 0.82, modelName: "msg-model", modelVersion: "\(version)")
    }

    @Test(
        "with an outbox configured, publishing while Redis is away is accepted, and the bus appends it when Redis is back"
    )
    func accepted() async throws {
        let server = try await TestRedisServer(configuration: ["appendonly yes", "appendfsync always"])
        let folder = TemporaryPath()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        let bus = try ConfiguredEventBus(
            settings([
                "REDIS_URL": server.url, "EVENTBUS_COMMAND_TIMEOUT": "500ms",
                "EVENTBUS_OUTBOX_PATH": folder.path + "/outbox.sqlite", "EVENTBUS_OUTBOX_MAX_EVENTS": "3",
            ]), events: Catalogue.declarations)
        #expect(try await bus.publish(event(1)).outcome == .appended)
        server.kill()
        _ = try? await bus.client.command("PING")
        #expect(try await bus.publish(event(2)).outcome == .accepted)
        let receipts = try await bus.publish(contentsOf: [event(3), event(4)])
        #expect(receipts.map(\.outcome) == [.accepted, .accepted])
        do {
            _ = try await bus.publish(event(5))
            Issue.record("stored beyond the limit")
        } catch {
            #expect(error.outcome == .notSent && error.message.contains("3 of 3 events"))
        }
        try await server.start()
        let outbox = try #require(bus.outbox)
        #expect(try await eventually { try await outbox.status().waiting == 0 })
        let history = try await bus.client.command("XLEN", "hokusai:{model_lifecycle:0}:log").integer
        #expect(history == 4)
        #expect(try await bus.publish(event(5)).outcome == .appended)
        await bus.close()
        await server.stop()
    }

    @Test("an outbox whose file can't be opened is an error at once that names the setting's place")
    func unusable() throws {
        do {
            _ = try ConfiguredEventBus(
                settings(["REDIS_URL": "redis://h", "EVENTBUS_OUTBOX_PATH": "/no/such/folder/outbox"]),
                events: Catalogue.declarations)
            Issue.record("opened an outbox in no folder")
        } catch let error as SettingsError {
            #expect(error.problems.map(\.kind) == [.unusableOutbox])
            #expect(error.description.contains("EVENTBUS_OUTBOX_PATH"))
        }
    }

    @Test("limits that are no sensible numbers are refused, each where it was written")
    func limits() {
        #expect(throws: SettingsError.self) {
            try settings(["EVENTBUS_OUTBOX_MAX_EVENTS": "0", "EVENTBUS_OUTBOX_MAX_BYTES": "many"])
        }
    }
}
