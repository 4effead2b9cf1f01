import EventBus
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
