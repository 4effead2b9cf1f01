import EventBus
import Foundation
import HokusaiEvents
import RedisClient
import RedisEventBus
import TestSupport
import Testing

@testable import EventBusCommand

@Suite("config/redis-acl.conf", .serialized)
struct RedisRoleTests {
    private static let log = "hokusai:{model_lifecycle:0}:log"
    private static let list = "hokusai:model_ready_queue"
    private static let seen = "hokusai:{model_lifecycle:0}:state:contract-deployer:seen"

    @Test("it is what the catalogue's lists and channels make of it")
    func isCurrent() async throws {
        let outcome = await CommandBench().run("config", "template", "redis-acl", "--catalogue", CommandBench.schemas)
        #expect(outcome.status == .success)
        let file = try String(contentsOfFile: CommandBench.root + "/config/redis-acl.conf", encoding: .utf8)
        guard file != outcome.output else { return }
        let fresh = FileManager.default.temporaryDirectory.appendingPathComponent("redis-acl.conf")
        try Data(outcome.output.utf8).write(to: fresh)
        Issue.record("config/redis-acl.conf is stale; what it should be is in \(fresh.path)")
    }

    @Test("another namespace has keys of its own")
    func namespace() async {
        let outcome = await CommandBench().run(
            "config", "template", "redis-acl", "--catalogue", CommandBench.schemas, "--namespace", "other")
        #expect(outcome.output.contains("~other:{*}:log") && !outcome.output.contains("hokusai:{*}"))
    }

    @Test("nobody gets in without a password, nor as one who has none")
    func closed() async throws {
        let file = CommandBench.root + "/config/redis-acl.conf"
        let server = try await TestRedisServer(configuration: ["aclfile \(file)"])
        #expect(server.ask("PING").contains("NOAUTH"))
        for role in ["default", "serve", "operator"] {
            #expect(server.ask("PING", password: "\(role) \(role)").contains("WRONGPASS"))
        }
        await server.stop()
    }

    @Test("the publisher appends with history and key, also over connections that break")
    func publisher() async throws {
        let redis = try await RoleServer()
        let bench = redis.bench("publisher")
        for _ in 0..<2 {
            let outcome = await bench.run("publish", "model_registered", "--data", Payloads.registered())
            #expect(outcome.status == .success, "\(outcome.errors)")
        }
        #expect(redis.ask("admin", "XLEN \(Self.log)").contains(":1"))
        let client = try redis.client("publisher")
        let bus = RedisEventBus(
            client: client, events: Catalogue.declarations, source: "/test",
            publishing: PublishPolicy(retry: PublishRetryPolicy(maximumRetries: 20, baseDelay: .milliseconds(20))))
        try await withThrowingTaskGroup { group in
            for number in 0..<200 {
                group.addTask { _ = try await bus.publish(Self.registered("m/\(number)/t")) }
                if number % 40 == 20 { _ = redis.ask("admin", "CLIENT KILL USER publisher") }
            }
            try await group.waitForAll()
        }
        _ = try await bus.publish(contentsOf: [Self.registered("b/1/t"), Self.registered("b/2/t")])
        await client.close()
        #expect(redis.ask("admin", "XLEN \(Self.log)").contains(":203"))
        let refused = try await redis.refused()
        #expect(refused == [])
        await redis.server.stop()
    }

    @Test("the consumer takes over, retries, keeps state, buries and subscribes")
    func consumer() async throws {
        let redis = try await RoleServer()
        for model in ["good/1/t", "bad/1/t"] {
            _ = await redis.bench("serve").run("publish", "model_registered", "--data", Payloads.registered(model))
        }
        let client = try redis.client("consumer")
        let bus = RedisEventBus(client: client, events: Catalogue.declarations, source: "/test")
        var handlers = EventHandlers()
        handlers.on(ModelRegistered.self) { event, delivery in
            guard event.modelID.hasPrefix("good") else { throw Refusal() }
            var changes = StateChanges()
            changes.append("HINCRBY", "seen", event.modelID, "1")
            _ = try await delivery.acknowledge(with: changes)
        }
        let stream = StreamDeclaration(
            name: "model_lifecycle",
            delivery: DeliveryPolicy(
                attempts: 2, backoff: RetryBackoff(base: .milliseconds(10), max: .milliseconds(20)),
                ackTimeout: .seconds(3)))
        let consumers = ["c-1", "c-2"].map { name in
            let group = bus.consumerGroup(of: stream, group: "contract-deployer", consumer: name, handlers: handlers)
            return Task { try await group.run() }
        }
        #expect(
            await eventually(within: .seconds(20)) {
                redis.ask("admin", "XLEN hokusai:{model_lifecycle:0}:dead").contains(":1")
            })
        #expect(redis.ask("admin", "HGET \(Self.seen) good/1/t").contains("1"))
        _ = redis.ask("admin", "CLIENT KILL USER consumer")
        _ = await redis.bench("serve").run("publish", "model_registered", "--data", Payloads.registered("good/2/t"))
        #expect(
            await eventually(within: .seconds(20)) {
                redis.ask("admin", "HGET \(Self.seen) good/2/t").contains("\n1")
            })
        for task in consumers {
            task.cancel()
            _ = await task.result
        }
        let audit = await redis.bench("consumer").run(
            "consume", "--group", "audit", "--consumer", "a", "--count", "3")
        #expect(audit.status == .success && audit.lines.count == 3, "\(audit.errors)")
        let tail = await redis.bench("consumer").run("tail", "--from", "beginning", "--no-follow")
        #expect(tail.lines.count == 3, "\(tail.errors)")
        await client.close()
        let refused = try await redis.refused()
        #expect(refused == [])
        await redis.server.stop()
    }

    @Test("the router routes, reaps and trims; the worker works in either way and listens")
    func routerAndWorker() async throws {
        let redis = try await RoleServer()
        for _ in 0..<2 {
            _ = await redis.bench("publisher").run("publish", "model_ready_to_deploy", "--data", Payloads.ready)
            _ = await redis.bench("publisher").run(
                "publish", "validation_failed", "--data",
                #"{"model_id":"m/2/t","model_name":"m","model_version":"2","reason":"run_not_found","message":"gone"}"#)
        }
        let services = [["route", "--consumer", "r"], ["reap"]].map { line in
            Task { await redis.bench("router").run(line) }
        }
        #expect(await eventually { redis.ask("admin", "LLEN \(Self.list)").contains(":1") })
        let taken = await redis.bench("worker").run("queue", "take", "--list", Self.list, "--count", "1")
        #expect(taken.status == .success && taken.lines.count == 1, "\(taken.errors)")
        #expect(redis.ask("worker", "LPUSH \(Self.list) message").hasPrefix(":1"))
        #expect(redis.ask("worker", "BRPOPLPUSH \(Self.list) \(Self.list):processing 1").contains("message"))
        #expect(redis.ask("worker", "LREM \(Self.list):processing 1 message").hasPrefix(":"))
        #expect(redis.ask("worker", "SUBSCRIBE hokusai:events:deployed").contains("subscribe"))
        let reaped = await redis.bench("router").run("reap", "--once")
        #expect(reaped.status == .success, "\(reaped.errors)")
        let trimmed = await redis.bench("router").run("retention", "run", "--execute")
        #expect(trimmed.status == .success, "\(trimmed.errors)")
        for service in services {
            service.cancel()
            _ = await service.value
        }
        let refused = try await redis.refused()
        #expect(refused == [])
        await redis.server.stop()
    }

    @Test("the operator looks, pauses, redrives, discards and trims; the monitor looks")
    func operatorAndMonitor() async throws {
        let redis = try await RoleServer()
        _ = await redis.bench("publisher").run("publish", "model_registered", "--data", Payloads.registered())
        _ = redis.ask("admin", "XGROUP CREATE \(Self.log) contract-deployer 0")
        let entry = try #require(redis.ask("admin", "XRANGE \(Self.log) - +").firstMatch(of: /\d{13}-\d+/)?.output)
        for number in 1...2 {
            _ = redis.ask(
                "admin",
                """
                XADD hokusai:{model_lifecycle:0}:dead \(number)-1 group contract-deployer consumer c position \(entry) \
                attempts 4 reason attempts_used_up error gas failed_routes "" first_failure 2026-11-21T09:12:33.507397Z \
                last_failure 2026-11-21T09:12:33.507397Z id 01a1fe2c-ece5-77b2-9e69-1a7002de6ef0 type model_registered \
                version 1.0.0 source /x time 2026-11-21T09:12:33.507397Z subject m/1/t data {}
                """)
            _ = redis.ask("admin", "LPUSH \(Self.list):dlq letter-\(number)")
        }
        let looking: [[String]] = [
            ["groups"], ["queue", "list"], ["dead", "list"], ["dead", "show", "0/1-1"], ["retention", "status"],
            ["queue", "dead", "--list", Self.list], ["history", "msg-model/1/msg-ai"], ["audit"],
            ["tail", "--from", "beginning", "--no-follow"],
        ]
        for (role, line) in ["monitor", "operator"].flatMap({ role in looking.map { (role, $0) } }) {
            let outcome = await redis.bench(role).run(line)
            #expect(outcome.status == .success, "\(role) \(line): \(outcome.errors)")
        }
        let acting: [[String]] = [
            ["doctor"], ["pause", "--group", "contract-deployer"], ["resume", "--group", "contract-deployer"],
            ["dead", "redrive", "0/1-1", "--execute"], ["dead", "discard", "0/2-1", "--execute"],
            ["queue", "redrive", "--list", Self.list, "--limit", "1", "--execute"],
            ["queue", "discard", "--list", Self.list, "--execute"], ["retention", "run", "--execute"],
        ]
        for line in acting {
            let outcome = await redis.bench("operator").run(line)
            #expect(outcome.status == .success, "\(line): \(outcome.output) \(outcome.errors)")
        }
        #expect(redis.ask("admin", "XLEN hokusai:{model_lifecycle:0}:dead").contains(":0"))
        let refused = try await redis.refused()
        #expect(refused == [])
        await redis.server.stop()
    }

    @Test(
        "the bridge takes from the lists that are named, appends and buries; serve does so, too; other lists are refused"
    )
    func bridge() async throws {
        let list = "hokusai:token_deployed_queue"
        let template = await CommandBench(environment: ["EVENTBUS_BRIDGE_LISTS": "\(list)=deployed"])
            .run("config", "template", "redis-acl", "--catalogue", CommandBench.root + "/config/fleet")
        let redis = try await RoleServer(users: template.output)
        for (number, role) in ["bridge", "serve"].enumerated() {
            let answer = """
                {"event_type":"token_deployed","model_id":"m-\(number)/1/t","model_name":"m-\(number)","model_version":"1",\
                "token_symbol":"T","token_address":"0x5FbDB2315678afecb367f032d93F642f64180aa3","network":"sepolia",\
                "transaction_hash":"0x9fc76417374aa880d4449a1f7f31ec597f00b1f6f3dd2d66f4c9c6c445836d8\(number)","block_number":"7"}
                """
            _ = redis.ask("admin", "LPUSH \(list) '\(answer)' '{}'")
            var bench = redis.bench(role)
            bench.environment["EVENTBUS_CATALOGUE"] = CommandBench.root + "/config/fleet"
            let outcome = await bench.run("bridge", "--from-list", list, "--once")
            #expect(outcome.lines == ["\(list)  appended=1  duplicates=0  dead=1"], "\(outcome.errors)")
            #expect(redis.ask("admin", "XLEN \(Self.log)").contains(":\(number + 1)"))
        }
        let refused = try await redis.refused()
        #expect(refused == [])
        #expect(redis.ask("bridge", "LMOVE \(Self.list) \(list) RIGHT LEFT").hasPrefix("-NOPERM"))
        await redis.server.stop()
    }

    @Test("what belongs to another is refused")
    func refused() async throws {
        let redis = try await RoleServer()
        let everybody = ["publisher", "consumer", "router", "worker", "bridge", "operator", "monitor", "serve"]
        let forNobody = [
            "FLUSHALL", "FLUSHDB", "CONFIG SET maxmemory 0", "CONFIG GET requirepass", "KEYS *", "SCAN 0", "ACL LIST",
            "SHUTDOWN", "DEBUG SLEEP 0", "DEL \(Self.log)", "UNLINK \(Self.log)", "RENAME \(Self.log) x", "GET other",
            "XADD other:{model_lifecycle:0}:log * a b", "PUBLISH elsewhere x", "SUBSCRIBE elsewhere", "MONITOR",
            "CLIENT PAUSE 1", "REPLICAOF NO ONE",
            "MODULE LIST", "SCRIPT FLUSH", "FUNCTION LIST",
        ]
        for (role, line) in everybody.flatMap({ role in forNobody.map { (role, $0) } }) {
            #expect(redis.ask(role, line).hasPrefix("-NOPERM"), "\(role): \(line)")
        }
        let lists = ["LPUSH \(Self.list) x", "RPOP \(Self.list)", "LREM \(Self.list):processing 1 x"]
        let log = ["XADD \(Self.log) * a b", "XTRIM \(Self.log) MAXLEN 0"]
        let table: [String: [String]] = [
            "publisher": lists + [
                "XTRIM \(Self.log) MAXLEN 0", "XREADGROUP GROUP g c STREAMS \(Self.log) >",
                "HSET hokusai:{model_lifecycle:0}:paused:g by x", "SUBSCRIBE hokusai:events:deployed",
                "PUBLISH hokusai:events:deployed x", "XRANGE hokusai:{model_lifecycle:0}:dead - +",
            ],
            "consumer": lists + log + [
                "HSET hokusai:{model_lifecycle:0}:paused:g by x", "PUBLISH hokusai:events:deployed x",
                "XDEL hokusai:{model_lifecycle:0}:dead 1-1", "SET hokusai:{model_lifecycle:0}:idem:a:b x",
            ],
            "router": [
                "XADD \(Self.log) * a b", "HSET hokusai:{model_lifecycle:0}:paused:g by x",
                "SET hokusai:{model_lifecycle:0}:idem:a:b x", "SUBSCRIBE hokusai:events:deployed",
            ],
            "worker": log + [
                "XRANGE \(Self.log) - +", "XRANGE hokusai:{model_lifecycle:0}:dead - +",
                "PUBLISH hokusai:events:deployed x", "HGETALL hokusai:{model_lifecycle:0}:lease:g",
            ],
            "bridge": lists + [
                "XTRIM \(Self.log) MAXLEN 0", "LMOVE hokusai:token_deployed_queue x RIGHT LEFT",
                "XREADGROUP GROUP g c STREAMS \(Self.log) >",
            ],
            "operator": ["XADD \(Self.log) * a b", "XREADGROUP GROUP g c STREAMS \(Self.log) >", "RPOP \(Self.list)"],
            "monitor": lists + log + [
                "XADD hokusai:{model_lifecycle:0}:audit * a b", "HSET hokusai:{model_lifecycle:0}:paused:g by x",
                "XDEL hokusai:{model_lifecycle:0}:dead 1-1", "EVAL \"return 1\" 0", "SCRIPT LOAD \"return 1\"",
                "CLIENT KILL ID 1", "PUBLISH hokusai:events:deployed x",
            ],
            "serve": ["XREVRANGE other - +", "SET hokusai:other x", "RPOP \(Self.list)"],
        ]
        #expect(Set(table.keys) == Set(everybody))
        for (role, line) in table.flatMap({ row in row.value.map { (row.key, $0) } }) {
            #expect(redis.ask(role, line).hasPrefix("-NOPERM"), "\(role): \(line)")
        }
        await redis.server.stop()
    }

    @Test("a script of one's own may do no more than its user")
    func scripts() async throws {
        let redis = try await RoleServer()
        for (role, key) in [("consumer", Self.log), ("worker", Self.list)] {
            let command = role == "consumer" ? "XADD" : "DEL"
            let loaded = redis.ask(role, "SCRIPT LOAD \"return redis.call('\(command)', KEYS[1], '*', 'a', 'b')\"")
            let digest = try #require(loaded.firstMatch(of: /[0-9a-f]{40}/)?.output)
            #expect(
                redis.ask(role, "EVALSHA \(digest) 1 \(key)").contains("The user executing the script can't"), "\(role)"
            )
        }
        #expect(redis.ask("admin", "EXISTS \(Self.log)").contains(":0"))
        await redis.server.stop()
    }

    private static func registered(_ model: String) -> ModelRegistered {
        ModelRegistered(
            modelID: model, modelName: "m", modelVersion: "1", tokenSymbol: "msg-ai", metricName: "reply_rate")
    }
}

private struct Refusal: Error {}
