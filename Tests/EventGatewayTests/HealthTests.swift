import AsyncHTTPClient
import CatalogueEvents
import ConfiguredEventBus
import EventBus
import EventCatalogue
import EventGateway
import Foundation
import NIOHTTP1
import Synchronization
import TestSupport
import Testing

@Suite("Health")
struct HealthTests {
    @Test("a gateway whose Redis answers is healthy, and says so in the guide's words")
    func healthy() async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis) { bench in
            let light = try await bench.ask("/health")
            #expect(light.status == 200)
            #expect(light.string("status") == "healthy")
            #expect(light.string("service") == "eventbus")
            #expect(light["services"] == nil)
            #expect(light.headers.first(name: "cache-control") == "no-store")
            let alias = try await bench.ask("/health/alb")
            #expect(alias.status == 200)
            for word in ["yes", "1", "TRUE", ""] {
                #expect(try await bench.ask("/health?detailed=\(word)").status == 400, "\(word)")
            }
            for query in ["detailed=false", "probe=7", "detail=true"] {
                let other = try await bench.ask("/health?\(query)")
                #expect(other.status == 200 && other["services"] == nil, "\(query)")
            }
            let detailed = try await bench.ask("/health?detailed=true")
            #expect(detailed.string("services/message_queue") == "healthy")
            #expect(detailed.string("message_queue_details/circuit_breaker_state") == "closed")
            #expect(detailed["message_queue_details/queue_depths"] == ["main": 0, "processing": 0, "dlq": 0])
            #expect(detailed["message_queue_details/authenticated"] == false)
            guard case .number(let latency)? = detailed["message_queue_details/latency_ms"] else {
                Issue.record("there is no latency")
                return
            }
            #expect((latency.double ?? 0) > 0)
        }
    }

    @Test("the version, the catalogue and its events are told")
    func version() async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis) { bench in
            let answer = try await bench.ask("/version")
            #expect(answer.string("version") == "1.2.3")
            #expect(answer.string("catalogue/id") == bench.catalogue.catalogue.id)
            #expect(answer.string("catalogue/events/0/type") == "model_registered")
        }
    }

    @Test("a Redis that hangs is unhealthy within two seconds, and healthy again without a restart")
    func hangingServer() async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis) { bench in
            let before = try await bench.ask("/ready")
            #expect(before.status == 200)
            redis.pause()
            let start = ContinuousClock.now
            let isUnhealthy = try await eventually(within: .seconds(5)) { try await bench.ask("/health").status == 503 }
            #expect(isUnhealthy)
            #expect(start.duration(to: .now) < .seconds(3))
            let asked = ContinuousClock.now
            let detailed = try await bench.ask("/health?detailed=true")
            #expect(asked.duration(to: .now) < .seconds(2))
            #expect(detailed.string("services/message_queue") == "unhealthy")
            let ready = try await bench.ask("/ready")
            #expect(ready.status == 503)
            #expect(ready["ready"] == false)
            redis.resume()
            let isBack = try await eventually(within: .seconds(5)) { try await bench.ask("/health").status == 200 }
            #expect(isBack)
        }
    }

    @Test("while Redis is away, one with an outbox is degraded, ready, and accepts events")
    func outbox() async throws {
        let redis = try await TestRedisServer()
        let path = redis.folder.appendingPathComponent("outbox.sqlite").path
        try await GatewayBench.run(on: redis, settings: [.outboxPath: path]) { bench in
            _ = try await bench.publish("model_registered", Payloads.registered())
            redis.kill()
            let isDegraded = try await eventually {
                try await bench.ask("/health").string("status") == "degraded"
            }
            #expect(isDegraded)
            let ready = try await bench.ask("/ready")
            #expect(ready.status == 200)
            #expect(ready["degraded_mode"] == true)
            let answer = try await bench.publish("model_registered", Payloads.registered("m/2/x"))
            #expect(answer.status == 202)
            #expect(answer.string("outcome") == "accepted")
        }
    }

    @Test(
        "a process that starts or drains is alive, and not ready",
        arguments: [
            ServingPhase.starting("the router has yet to begin"), .draining,
        ])
    func phases(phase: ServingPhase) async throws {
        let redis = try await TestRedisServer()
        let change: (inout GatewayParts) -> Void = { $0.phase = { phase } }
        try await GatewayBench.run(on: redis, changing: change) { bench in
            let ready = try await bench.ask("/ready")
            #expect(ready.status == 503)
            #expect(ready.string("checks/0/status") == "fail")
            let live = try await bench.ask("/live")
            #expect(live.status == 200)
        }
    }

    @Test("a loop whose turns fail makes the process degraded by its name, not dead")
    func failingLoop() async throws {
        let redis = try await TestRedisServer()
        let loops: @Sendable () -> [LoopStatus] = {
            [LoopStatus(name: "outbox relay", age: .seconds(1), isDead: false, failure: "the disk is full")]
        }
        let change: (inout GatewayParts) -> Void = { $0.loops = loops }
        try await GatewayBench.run(on: redis, changing: change) { bench in
            let health = try await bench.ask("/health?detailed=true")
            #expect(health.status == 200)
            #expect(health.string("status") == "degraded")
            #expect(health.text.contains("the loop “outbox relay” fails: the disk is full"))
            let live = try await bench.ask("/live")
            #expect(live.status == 200)
        }
        await redis.stop()
    }

    @Test("a dead loop fails /live by its name")
    func deadLoop() async throws {
        let redis = try await TestRedisServer()
        let loops: @Sendable () -> [LoopStatus] = {
            [
                LoopStatus(name: "reaper", age: .seconds(1), isDead: false),
                LoopStatus(name: "router model_lifecycle/0", age: .seconds(90), isDead: true, failure: "NOGROUP"),
            ]
        }
        let change: (inout GatewayParts) -> Void = { $0.loops = loops }
        try await GatewayBench.run(on: redis, changing: change) { bench in
            let live = try await bench.ask("/live")
            #expect(live.status == 503)
            #expect(live["alive"] == false)
            #expect(live.string("dead_loops/0/name") == "router model_lifecycle/0")
            let health = try await bench.ask("/health")
            #expect(health.string("status") == "degraded")
        }
    }

    @Test("the metrics are what the process gives")
    func metrics() async throws {
        let redis = try await TestRedisServer()
        let change: (inout GatewayParts) -> Void = { $0.metrics = { "eventbus_up 1\n" } }
        try await GatewayBench.run(on: redis, changing: change) { bench in
            let answer = try await bench.ask("/metrics")
            #expect(answer.text == "eventbus_up 1\n")
            #expect(answer.headers.first(name: "content-type") == "text/plain; version=0.0.4; charset=utf-8")
        }
    }
}
