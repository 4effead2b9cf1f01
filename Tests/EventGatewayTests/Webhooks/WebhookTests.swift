import ConfiguredEventBus
import EventBus
import EventOutbox
import FixtureMLflow
import Foundation
import ModelRegistry
import NIOHTTP1
import TestSupport
import Testing

@Suite("Deliveries of MLflow over HTTP")
struct WebhookTests {
    typealias Bench = WebhookBench

    @Test("what a real MLflow sent leads to the events of its version, once, however often it comes")
    func recorded() async throws {
        try await withServers { redis, fixture in
            try await Bench.run(on: redis, fixture: fixture, now: 1_795_251_860) { bench in
                bench.addVersion(
                    "lead-scorer", value: 0.2,
                    tags: [
                        RegistryTag.token: "msg-ai", RegistryTag.metric: "reply_rate", RegistryTag.baseline: "0.1342",
                    ])
                for round in 1...2 {
                    for delivery in RecordedDeliveries.all where delivery.secret == Bench.secret {
                        let answer = try await bench.deliver(
                            delivery.body, id: delivery.id, timestamp: delivery.timestamp,
                            signature: delivery.signature)
                        #expect(answer.status == 200, "\(answer.text)")
                        guard round == 2 else { continue }
                        let leadsOn = try WebhookDelivery(parsing: Array(delivery.body.utf8)).versionToReview != nil
                        #expect(answer.string("outcome") == (leadsOn ? "repeated" : "ignored"), "\(delivery)")
                    }
                }
                #expect(try await bench.events("lead-scorer/1/msg-ai") == Bench.ready)
            }
        }
    }

    @Test("forged, unsigned and stale deliveries are refused alike, and nothing follows from them")
    func refused() async throws {
        try await withServers { redis, fixture in
            try await Bench.run(on: redis, fixture: fixture) { bench in
                bench.addVersion("msg-model")
                let body = Bench.created("msg-model")
                let now = Timestamp.now.microseconds / 1_000_000
                var answers = [
                    try await bench.deliver(body, secret: "another"),
                    try await bench.deliver(body, signature: "v1,AAAA"),
                    try await bench.deliver(body, timestamp: "\(now - 400)"),
                    try await bench.deliver(body, timestamp: "\(now + 400)"),
                    try await bench.deliver(body, id: "a.b"),
                    try await bench.gateway.ask(
                        "/webhooks/mlflow", .POST, headers: ["Content-Type": "application/json"], body: body),
                ]
                let first = answers.removeFirst()
                #expect(first.status == 401)
                #expect(first.headers.first(name: "Content-Type") == "application/problem+json")
                for answer in answers { #expect(answer.status == 401 && answer.text == first.text) }
                #expect(fixture.requests(of: "model-versions/get") == 0)
                #expect(try await bench.events("msg-model/1/msg-ai").isEmpty)
            }
        }
    }

    @Test("junk that is signed is 400, and what is not known is taken and passed over")
    func odd() async throws {
        try await withServers { redis, fixture in
            try await Bench.run(on: redis, fixture: fixture) { bench in
                #expect(try await bench.deliver("not json").status == 400)
                #expect(try await bench.deliver(#"{"entity":"model_version","action":"created"}"#).status == 400)
                let other = try await bench.deliver(#"{"entity":"prompt","action":"created","data":{}}"#)
                #expect(other.status == 200)
                #expect(other.string("outcome") == "ignored")
                let unknown = try await bench.deliver(Bench.created("no-such-model"))
                #expect(unknown.status == 200)
                #expect(unknown.string("outcome") == "ignored")
            }
        }
    }

    @Test("without a secret there is nothing but what to set")
    func unconfigured() async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis) { gateway in
            let answer = try await gateway.ask("/webhooks/mlflow", .POST, body: "{}")
            #expect(answer.status == 404)
            #expect(answer.text.contains("EVENTBUS_MLFLOW_WEBHOOK_SECRET"))
        }
        await redis.stop()
    }

    @Test("created, then tagged one by one: pending at first, and judged once the tags are there")
    func createdThenTagged() async throws {
        try await withServers { redis, fixture in
            try await Bench.run(on: redis, fixture: fixture) { bench in
                bench.addVersion("msg-model", tags: [:])
                let created = try await bench.deliver(Bench.created("msg-model"))
                #expect(created.status == 200)
                #expect(created.string("outcome") == "pending")
                let tags = [
                    (RegistryTag.token, "MSG-AI"), (RegistryTag.metric, "reply_rate"), (RegistryTag.baseline, "0.75"),
                ]
                for (key, value) in tags {
                    fixture.setTag(key, value, of: "msg-model", "1")
                    let answer = try await bench.deliver(Bench.tagged("msg-model", key))
                    #expect(answer.string("outcome") == (key == RegistryTag.baseline ? "ready" : "pending"))
                }
                let own = try await bench.deliver(Bench.tagged("msg-model", RegistryTag.validationStatus))
                #expect(own.string("outcome") == "ignored")
                #expect(try await bench.events("msg-model/1/msg-ai") == Bench.ready)
            }
        }
    }

    @Test("ten tags told of at once are a review or two, and the last is not missed")
    func burst() async throws {
        try await withServers { redis, fixture in
            try await Bench.run(on: redis, fixture: fixture, settings: [.mlflowWebhookGather: "1s"]) { bench in
                bench.addVersion("msg-model")
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for number in 0..<10 {
                        group.addTask { try await bench.deliver(Bench.tagged("msg-model", "tag\(number)")).status }
                    }
                    for try await status in group { #expect(status == 200) }
                }
                #expect(fixture.requests(of: "model-versions/get") <= 2)
                #expect(try await bench.events("msg-model/1/msg-ai") == Bench.ready)
            }
        }
    }

    @Test("a run that was deleted, a metric that is no number and a value below the baseline are turned down")
    func turnedDown() async throws {
        try await withServers { redis, fixture in
            try await Bench.run(on: redis, fixture: fixture) { bench in
                bench.addVersion("below", value: 0.1)
                bench.addVersion("nan", value: .nan)
                let run = fixture.addRun(["reply_rate": 1])
                fixture.addVersion(
                    of: "deleted", runID: run,
                    tags: [
                        RegistryTag.token: "MSG-AI", RegistryTag.metric: "reply_rate", RegistryTag.baseline: "0.75",
                    ])
                fixture.deleteRun(run)
                bench.addVersion("untokenized", tags: [RegistryTag.metric: "reply_rate", RegistryTag.baseline: "0.1"])
                for name in ["below", "nan", "deleted"] {
                    let answer = try await bench.deliver(Bench.created(name))
                    #expect(answer.string("outcome") == "failed", "\(name): \(answer.text)")
                    #expect(try await bench.events("\(name)/1/msg-ai") == Bench.failed)
                }
                let untokenized = try await bench.deliver(Bench.created("untokenized"))
                #expect(untokenized.string("outcome") == "pending")
            }
        }
    }

    @Test(
        "while MLflow fails MLflow is told to send it again, and then it is dealt with",
        arguments: [
            FixtureFault.status(500), .rateLimited(retryAfter: 60), .html, .hanging(.seconds(30)),
        ])
    func failingMLflow(_ fault: FixtureFault) async throws {
        try await withServers { redis, fixture in
            try await Bench.run(on: redis, fixture: fixture) { bench in
                bench.addVersion("msg-model")
                let id = UUID().uuidString
                fixture.fail("model-versions/get", with: fault, count: 5)
                let answer = try await bench.deliver(Bench.created("msg-model"), id: id)
                #expect(answer.status == 503, "\(answer.text)")
                #expect(answer.headers.first(name: "Retry-After") == "2")
                fixture.heal()
                let again = try await bench.deliver(Bench.created("msg-model"), id: id)
                #expect(again.string("outcome") == "ready", "\(again.text)")
                #expect(try await bench.events("msg-model/1/msg-ai") == Bench.ready)
            }
        }
    }

    @Test("a version of which no event can be made is not to be sent again")
    func unpublishable() async throws {
        try await withServers { redis, fixture in
            try await Bench.run(on: redis, fixture: fixture) { bench in
                let name = String(repeating: "x", count: 300)
                bench.addVersion(name)
                let answer = try await bench.deliver(Bench.created(name))
                #expect(answer.status == 200, "\(answer.text)")
                #expect(answer.string("outcome") == "ignored")
                #expect(answer.text.contains("no event can be made"))
            }
        }
    }

    @Test("while Redis is away and there is no outbox, MLflow is told to send it again")
    func withoutRedis() async throws {
        try await withServers { redis, fixture in
            try await Bench.run(on: redis, fixture: fixture) { bench in
                bench.addVersion("msg-model")
                redis.kill()
                let id = UUID().uuidString
                let answer = try await bench.deliver(Bench.created("msg-model"), id: id)
                #expect(answer.status == 503, "\(answer.text)")
                try await redis.start()
                let again = await eventually(within: .seconds(20)) {
                    (try? await bench.deliver(Bench.created("msg-model"), id: id))?.status == 200
                }
                #expect(again)
                #expect(try await bench.events("msg-model/1/msg-ai") == Bench.ready)
            }
        }
    }

    @Test("with an outbox it is taken while Redis is away, twice even, and is in the log once when Redis is back")
    func withOutbox() async throws {
        try await withServers { redis, fixture in
            let path = NSTemporaryDirectory() + "webhook-\(UUID().uuidString).sqlite"
            try await Bench.run(on: redis, fixture: fixture, settings: [.outboxPath: path]) { bench in
                bench.addVersion("msg-model")
                redis.kill()
                for _ in 1...2 {
                    let answer = try await bench.deliver(Bench.created("msg-model"))
                    #expect(answer.status == 200, "\(answer.text)")
                }
                try await redis.start()
                let arrived = await eventually(within: .seconds(30)) {
                    (try? await bench.events("msg-model/1/msg-ai").count) ?? 0 >= 2
                }
                #expect(arrived)
                let emptied = await eventually(within: .seconds(30)) {
                    (try? await bench.gateway.bus.outbox?.status().waiting) == 0
                }
                #expect(emptied)
                #expect(try await bench.events("msg-model/1/msg-ai") == Bench.ready)
            }
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    @Test("two gateways that are told of the same versions at once make each event once")
    func twoGateways() async throws {
        try await withServers { redis, fixture in
            let shared: [Setting: String] = [.namespace: "two\(UInt32.random(in: .min ... .max))"]
            try await Bench.run(on: redis, fixture: fixture, settings: shared) { one in
                try await Bench.run(on: redis, fixture: fixture, settings: shared) { two in
                    for number in 0..<10 { one.addVersion("model-\(number)") }
                    try await withThrowingTaskGroup(of: Int.self) { group in
                        for number in 0..<10 {
                            for bench in [one, two, one, two] {
                                group.addTask {
                                    try await bench.deliver(Bench.created("model-\(number)")).status
                                }
                            }
                        }
                        for try await status in group { #expect(status == 200) }
                    }
                    for number in 0..<10 {
                        #expect(try await one.events("model-\(number)/1/msg-ai") == Bench.ready)
                    }
                    let id = UUID().uuidString
                    #expect(try await one.deliver(Bench.created("model-1"), id: id).string("outcome") == "unchanged")
                    #expect(try await two.deliver(Bench.created("model-1"), id: id).string("outcome") == "repeated")
                }
            }
        }
    }

    @Test(
        "in the shadow everything is worked out and nothing published; out of the share nothing is worked out",
        arguments: [("shadow", "shadowed", 1), ("off", "ignored", 0), ("test=on", "ignored", 0)])
    func rollout(stage: String, outcome: String, asked: Int) async throws {
        try await withServers { redis, fixture in
            try await Bench.run(on: redis, fixture: fixture, settings: [.modelEvents: stage]) { bench in
                bench.addVersion("msg-model")
                let answer = try await bench.deliver(Bench.created("msg-model"))
                #expect(answer.string("outcome") == outcome)
                #expect(fixture.requests(of: "model-versions/get") == asked)
                #expect(try await bench.events("msg-model/1/msg-ai").isEmpty)
            }
        }
    }

    private func withServers(
        _ work: @escaping @Sendable (TestRedisServer, FixtureMLflow) async throws -> Void
    ) async throws {
        let redis = try await TestRedisServer(configuration: ["appendonly yes", "appendfsync always"])
        do {
            try await FixtureMLflow.run { fixture in try await work(redis, fixture) }
        } catch {
            await redis.stop()
            throw error
        }
        await redis.stop()
    }
}
