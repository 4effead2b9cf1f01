import ConfiguredEventBus
import EventBusMetrics
import Testing

@testable import RedisEventBus

@Suite("The target of the service-level indicator")
struct DeliveryTargetTests {
    @Test("what EVENTBUS_DELIVERY_TARGET says is what deliveries are measured against")
    func configured() async throws {
        let settings = try EventBusSettings.load(
            environment: ["REDIS_URL": "unix:///nowhere", "EVENTBUS_DELIVERY_TARGET": "250ms"])
        let bus = try ConfiguredEventBus(settings, events: [], metrics: MetricRegistry())
        #expect(bus.transport.metrics?.target == .milliseconds(250))
        await bus.close()
    }
}
