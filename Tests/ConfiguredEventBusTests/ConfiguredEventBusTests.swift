import EventBus
import HokusaiEvents
import Logging
import RedisClient
import RedisEventBus
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import ConfiguredEventBus

@Suite("The configured bus")
struct ConfiguredEventBusTests {
    private func settings(_ environment: [String: String]) throws -> EventBusSettings {
        try EventBusSettings(SettingsSources(flags: [:], environment: environment, file: .empty).resolve())
    }

    private func bus(_ environment: [String: String]) throws -> ConfiguredEventBus {
        try ConfiguredEventBus(settings(environment), events: Catalogue.declarations)
    }

    private let event = ModelRegistered(
        modelID: "msg-model/1/msg-ai", modelName: "msg-model", modelVersion: "1", tokenSymbol: "msg-ai",
        metricName: "reply_rate")

    @Test("what is published under a namespace is consumed under it")
    func publishAndConsume() async throws {
        let server = try await TestRedisServer()
        let bus = try bus(["REDIS_URL": server.url, "EVENTBUS_NAMESPACE": "mine", "EVENTBUS_SOURCE": "/here"])
        let receipt = try await bus.publish(event)
        #expect(receipt.version == 1)
        #expect(server.ask("XLEN mine:{model_lifecycle:0}:log").contains(":1"))

        let seen = Mutex<[String]>([])
        var handlers = EventHandlers()
        handlers.on(ModelRegistered.self) { event, delivery in
            let source = try delivery.envelope().source
            seen.withLock { $0.append(event.modelID + " from " + source) }
        }
        let consumer = bus.consumer(of: Catalogue.streams[0], group: "test", consumer: "one", handlers: handlers)
        let running = Task { try await consumer.run() }
        #expect(await eventually { seen.withLock { $0 } == ["msg-model/1/msg-ai from /here"] })
        running.cancel()
        _ = await running.result
        await bus.close()
        await server.stop()
    }

    @Test("a healthy server, a replica and no server are told apart, and nothing throws")
    func health() async throws {
        let server = try await TestRedisServer()
        let bus = try bus(["REDIS_URL": server.url, "EVENTBUS_COMMAND_TIMEOUT": "500ms"])
        let healthy = await bus.healthCheck()
        #expect(healthy.status == .healthy)
        #expect(healthy.latency != nil && healthy.serverVersion != nil)
        server.kill()
        guard case .unhealthy(let why) = await bus.healthCheck().status else {
            Issue.record("a dead server is not unhealthy")
            return
        }
        #expect(!why.isEmpty)
        await bus.close()
        let replica = ServerFacts(info: "role:slave\nloading:0")
        #expect(
            BusHealth.verdict(replica, memoryHighWater: 0.9) == .degraded("this Redis is a replica and takes no writes")
        )
        let full = ServerFacts(info: "role:master\nmaxmemory:10\nused_memory:10")
        #expect(BusHealth.verdict(full, memoryHighWater: 0.9) == .degraded("Redis has reached maxmemory"))
        let high = ServerFacts(info: "role:master\nmaxmemory:100\nused_memory:81")
        #expect(BusHealth.verdict(high, memoryHighWater: 0.9) == .healthy)
        #expect(
            BusHealth.verdict(high, memoryHighWater: 0.8)
                == .degraded("Redis uses 81 % of maxmemory, and publishing is refused"))
    }

    @Test("a publish while the server is away is tried again, and appended once")
    func retries() async throws {
        let server = try await TestRedisServer(configuration: ["appendonly yes"])
        let bus = try bus([
            "REDIS_URL": server.url, "EVENTBUS_COMMAND_TIMEOUT": "300ms", "MESSAGE_RETRY_MAX": "100",
            "MESSAGE_RETRY_BASE_DELAY": "50ms",
        ])
        _ = try await bus.publish(event)
        server.kill()
        var other = event
        other.modelID = "msg-model/2/msg-ai"
        let publishing = Task { [other] in try await bus.publish(other) }
        #expect(await eventually { bus.client.health.connection != .connected })
        try await server.start()
        let receipt = try await publishing.value
        #expect(receipt.outcome == .appended)
        #expect(server.ask("XLEN hokusai:{model_lifecycle:0}:log").contains(":2"))
        await bus.close()
        await server.stop()
    }

    @Test("without retries the first failure is the answer, and says that nothing was sent")
    func noRetries() async throws {
        let bus = try bus([
            "REDIS_URL": "unix:///no/such/socket", "EVENTBUS_COMMAND_TIMEOUT": "100ms", "MESSAGE_RETRY_MAX": "0",
        ])
        do {
            _ = try await bus.publish(event)
            Issue.record("published to nowhere")
        } catch {
            #expect(error.outcome == .notSent)
        }
        await bus.close()
    }

    @Test("after close nothing is sent")
    func closed() async throws {
        let server = try await TestRedisServer()
        let bus = try bus(["REDIS_URL": server.url])
        _ = try await bus.publish(event)
        await bus.close()
        await #expect(throws: PublishError.self) { try await bus.publish(event) }
        #expect(server.ask("XLEN hokusai:{model_lifecycle:0}:log").contains(":1"))
        await server.stop()
    }

    @Test("nothing configured, and a transport that is not built, are errors at once")
    func refused() {
        #expect(throws: SettingsError.nothingConfigured) { try bus([:]) }
        #expect(throws: SettingsError.self) { try bus(["MESSAGE_QUEUE_TYPE": "sqs", "REDIS_URL": "redis://h"]) }
    }

    @Test("a private Redis serves the bus where none is configured")
    func embedded() async throws {
        let folder = TemporaryPath()
        let redis = try await EmbeddedRedis.start(folder: folder.path)
        let bus = try ConfiguredEventBus(settings([:]), events: Catalogue.declarations, redis: redis.configuration)
        #expect(try await bus.publish(event).durability == .fsyncEverySecond)
        await bus.close()
        await redis.stop()
    }
}
