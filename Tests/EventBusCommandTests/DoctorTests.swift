import EventBus
import Foundation
import RedisEventBus
import TestSupport
import Testing

@testable import EventBusCommand

@Suite("eventbus doctor")
struct DoctorTests {
    @Test("a good server has no problem")
    func good() async throws {
        let server = try await TestRedisServer(configuration: ["appendonly yes", "aof-load-truncated no"])
        let bench = CommandBench.on(server.url)
        _ = await bench.run("publish", "model_registered", "--data", Payloads.registered())
        let outcome = await bench.run("doctor")
        #expect(outcome.status == .success)
        #expect(!outcome.output.contains("PROBLEM"), "\(outcome.output)")
        // That nobody reads yet is all there is to say.
        let warnings = outcome.lines.filter { $0.hasPrefix("warning") }
        #expect(warnings.count == 2 && warnings.allSatisfy { $0.contains("nobody has ever read") }, "\(warnings)")
        #expect(outcome.output.contains("1 events"))
        await server.stop()
    }

    @Test("a user who is denied CONFIG and CLIENT KILL is told what that means, and the rest is examined")
    func restrictedUser() async throws {
        let server = try await TestRedisServer(configuration: [
            "appendonly yes", "user bus on >secret ~* &* +@all -config -client|kill",
        ])
        var bench = CommandBench.on("unix://bus:secret@\(server.socketPath)")
        let outcome = await bench.run("doctor")
        #expect(outcome.status == .success, "\(outcome.output)")
        #expect(outcome.output.contains("CONFIG GET is denied"))
        #expect(outcome.output.contains("CLIENT KILL is denied"))
        #expect(outcome.output.contains("+client|kill"))
        #expect(outcome.output.contains("append-only file, appendfsync not told"))
        bench.environment["REDIS_URL"] = "unix://bus:wrong@\(server.socketPath)"
        let wrong = await bench.run("doctor")
        #expect(wrong.status == .misconfigured, "\(wrong.output)")
        #expect(wrong.output.contains("REDIS_AUTH_TOKEN"))
        #expect(!(wrong.output + wrong.errors).contains("wrong@"))
        await server.stop()
    }

    @Test("a server that evicts keys is a problem with its fix, and status 1")
    func evicting() async throws {
        let server = try await TestRedisServer(configuration: ["maxmemory 100mb", "maxmemory-policy allkeys-lru"])
        let outcome = await CommandBench.on(server.url).run("doctor", "--json")
        #expect(outcome.status == .failure)
        let problems = outcome.lines.filter { $0.contains(#""severity":"problem""#) }
        #expect(problems.count == 1)
        #expect(problems.first?.contains("maxmemory-policy noeviction") == true)
        await server.stop()
    }

    @Test("a key of another type where a log belongs is a problem")
    func wrongType() async throws {
        let server = try await TestRedisServer()
        _ = server.ask("SET hokusai:{model_lifecycle:0}:log x")
        let outcome = await CommandBench.on(server.url).run("doctor")
        #expect(outcome.status == .failure)
        #expect(outcome.output.contains("holds a string, not a stream"))
        await server.stop()
    }

    @Test("no Redis, none configured and a wrong catalogue each have their status and a fix")
    func statuses() async throws {
        let away = await CommandBench.on("unix:///no/such/socket").run("doctor")
        #expect(away.status == .unavailable)
        #expect(away.output.contains("PROBLEM redis") && away.output.contains("fix: start Redis"))
        let nothing = await CommandBench(environment: ["EVENTBUS_CATALOGUE": CommandBench.schemas]).run("doctor")
        #expect(nothing.status == .misconfigured)
        #expect(nothing.output.contains("REDIS_URL"))
        let server = try await TestRedisServer()
        var bench = CommandBench.on(server.url)
        bench.environment["EVENTBUS_CATALOGUE"] = "/no/such/catalogue"
        #expect(await bench.run("doctor").status == .invalidInput)
        await server.stop()
    }

    @Test("variables that nothing reads and a queue that the catalogue does not have are found")
    func settings() async throws {
        let server = try await TestRedisServer(configuration: ["appendonly yes"])
        var bench = CommandBench.on(server.url)
        bench.environment["EVENTBUS_NAMESPCE"] = "x"
        bench.environment["MESSAGE_QUEUE_NAME"] = "nope"
        let outcome = await bench.run("doctor")
        #expect(outcome.status == .success)
        #expect(outcome.output.contains("did you mean EVENTBUS_NAMESPACE?"))
        #expect(outcome.output.contains("hokusai:model_ready_queue"))
        await server.stop()
    }

    @Test("a group that the catalogue does not declare is warned of while something is kept for it, with its removal")
    func undeclaredGroup() async throws {
        let server = try await TestRedisServer()
        let bench = CommandBench.on(server.url)
        let log = "hokusai:{model_lifecycle:0}:log"
        func warnings() async -> [String] {
            await bench.run("doctor").output.components(separatedBy: "\nwarning ").filter {
                $0.hasPrefix("model_lifecycle/nope:")
            }
        }
        for model in ["a/1/t", "b/1/t"] {
            _ = await bench.run("publish", "model_registered", "--data", Payloads.registered(model))
        }
        let taken = await bench.run("consume", "--group", "nope", "--count", "1")
        #expect(taken.status == .success && taken.errors.contains("the log is kept for it"), "\(taken.errors)")
        let behind = await warnings()
        try #require(behind.count == 1)
        #expect(behind[0].contains("the catalogue does not declare this group"))
        #expect(behind[0].contains("the log is kept for it, up to seven days"))
        #expect(behind[0].contains("redis-cli XGROUP DESTROY 'hokusai:{model_lifecycle:0}:log' nope"), "\(behind)")
        // It has read everything, and acknowledged nothing of it.
        server.ask("XREADGROUP GROUP nope c STREAMS \(log) >")
        let pending = await warnings()
        #expect(pending.count == 1 && pending[0].contains("not acknowledged, and the log is kept for it"), "\(pending)")
        server.ask("XGROUP DESTROY \(log) nope")
        let none = await warnings()
        #expect(none.isEmpty)
        await server.stop()
    }

    @Test(
        "a user that looks only is warned that it runs no scripts; one that may not look is told which right it lacks")
    func roles() async throws {
        let redis = try await RoleServer()
        let monitor = await redis.bench("monitor").run("doctor")
        #expect(monitor.status == .success, "\(monitor.output)")
        #expect(monitor.output.contains("warning rights: EVAL is denied (NOPERM)"), "\(monitor.output)")
        #expect(monitor.output.contains("warning rights: this user may not publish: "))
        let publisher = await redis.bench("publisher").run("doctor")
        #expect(publisher.status == .failure)
        #expect(publisher.output.contains("fix: grant this user `+type` on the bus's keys"), "\(publisher.output)")
        var bench = redis.bench("serve")
        bench.environment["REDIS_URL"] = "unix://\(redis.server.socketPath)"
        bench.environment["REDIS_AUTH_TOKEN"] = "pw"
        bench.environment["EVENTBUS_REDIS_USERNAME"] = "serve"
        let completed = await bench.run("doctor")
        #expect(completed.status == .success, "\(completed.output)")
        await redis.server.stop()
    }

    @Test(
        "what a user lacks is told from the server's words, whatever its version",
        arguments: [
            ("this user has no permissions to run the 'type' command", "`+type` on"),
            ("User publisher has no permissions to run the 'xinfo|groups' command", "`+xinfo|groups` on"),
            ("this user has no permissions to access one of the keys used as arguments", "user the bus's keys"),
        ])
    func denied(words: String, part: String) {
        #expect(RedisRemedy.denied(words).contains(part))
    }

    @Test("scripts that are denied are a problem where nobody can tell which roles this user has, else a warning")
    func scripts() {
        func severity(_ rights: [ServerExamination.RoleRights]?) -> Finding.Severity? {
            let examination = ServerExamination(
                facts: ServerFacts(info: "redis_version:7.0.15"), rights: rights, config: .allowed,
                clientKill: .allowed,
                scripts: .denied("NOPERM"), latency: .zero, clockDifference: .zero, logs: [])
            return ServerJudgement(examination: examination, streams: [], memoryHighWater: 0.9).findings
                .first { $0.fix.contains("+@scripting") }?.severity
        }
        #expect(severity(nil) == .problem)
        #expect(severity([.init(role: "publish", missing: ["EVALSHA"])]) == .warning)
    }

    private func findings(
        _ info: String, fsync: String? = "everysec", loadTruncated: String? = "no",
        durability: Durability = .fsyncEverySecond,
        clock: Duration = .zero, logs: [ServerExamination.Log] = []
    ) -> [Finding] {
        let base =
            "redis_version:7.0.15\nrole:master\naof_enabled:1\nloading:0\nmaxmemory:0\nmaxmemory_policy:noeviction\n"
        let examination = ServerExamination(
            facts: ServerFacts(info: base + info), fsync: fsync, loadTruncated: loadTruncated, config: .allowed,
            clientKill: .allowed, scripts: .allowed,
            latency: .milliseconds(1), clockDifference: clock, logs: logs)
        let stream = StreamDeclaration(name: "s", durability: durability)
        return ServerJudgement(examination: examination, streams: [stream], memoryHighWater: 0.9).findings
    }

    @Test(
        "what a server says is judged with a fix",
        arguments: [
            ("redis_version:6.2.0", Finding.Severity.problem, "too old"), ("redis_version:7.0.0", .good, "Redis 7.0.0"),
            ("valkey_version:7.2.0", .good, "Valkey 7.2.0"), ("valkey_version:7.1.9", .problem, "too old"),
            ("role:slave\nmaster_host:h\nmaster_port:1", .problem, "replica"), ("loading:1", .problem, "loading"),
            ("aof_enabled:0", .warning, "no append-only file"), ("aof_last_write_status:err", .problem, "last write"),
            ("maxmemory:100\nmaxmemory_policy:volatile-lru", .problem, "volatile-lru"),
            ("maxmemory:1000\nused_memory:950", .problem, "from 90 % on publishing is refused"),
            ("maxmemory:1000\nused_memory:850", .warning, "from 90 % on publishing is refused"),
            ("maxmemory:0\nmaxmemory_policy:allkeys-lru", .good, "no maxmemory"),
        ])
    func judgement(info: String, severity: Finding.Severity, words: String) throws {
        let finding = try #require(findings(info).first { $0.what.contains(words) })
        #expect(finding.severity == severity)
        #expect(finding.fix.isEmpty == (severity == .good))
    }

    @Test("a stream's durability is compared with what the server gives")
    func durability() {
        func severity(_ wanted: Durability, fsync: String?, info: String = "") -> Finding.Severity? {
            findings(info, fsync: fsync, durability: wanted).first { $0.subject == "durability" }?.severity
        }
        #expect(severity(.fsyncEverySecond, fsync: "everysec") == .good)
        #expect(severity(.fsyncEverySecond, fsync: "no") == .warning)
        #expect(severity(.fsyncEverySecond, fsync: nil) == .good)
        #expect(severity(.fsyncAlways, fsync: "everysec") == .warning)
        #expect(severity(.fsyncAlways, fsync: "always") == .good)
        #expect(severity(.replicas(1), fsync: "everysec", info: "connected_slaves:0") == .warning)
        #expect(severity(.replicas(1), fsync: "everysec", info: "connected_slaves:1") == .good)
        #expect(severity(.memory, fsync: nil, info: "aof_enabled:0") == .good)
    }

    @Test("a server that would mend a torn append-only file by halves is warned of, one that tells nothing is not")
    func loadTruncated() {
        func severity(_ value: String?) -> Finding.Severity? {
            findings("", loadTruncated: value).first { $0.subject == "persistence" }?.severity
        }
        #expect(severity("yes") == .warning)
        #expect(severity("no") == .good)
        #expect(severity(nil) == .good)
        #expect(findings("", loadTruncated: "yes").contains { $0.fix.contains("config/redis-start") })
    }

    @Test("clocks that differ, dead letters and lag are reported")
    func details() {
        #expect(findings("", clock: .seconds(-60)).contains { $0.subject == "clock" && $0.severity == .warning })
        let group = ServerExamination.Group(name: "g", pending: 3, lag: 4)
        let log = ServerExamination.Log(
            key: "a:log", stream: "s", name: "s:0", type: "stream", entries: 9, deadLetters: 2, groups: [group])
        let found = findings("", logs: [log])
        #expect(found.contains { $0.what.contains("4 not delivered yet, 3 not acknowledged") })
        #expect(found.contains { $0.severity == .warning && $0.fix.contains("dead list --stream s") })
    }
}
