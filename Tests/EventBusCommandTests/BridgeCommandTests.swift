import EventBus
import TestSupport
import Testing

@testable import EventBusCommand

@Suite("eventbus bridge")
struct BridgeCommandTests {
    private static let fleet = CommandBench.root + "/config/fleet"
    private static let list = "hokusai:token_deployed_queue"
    private static let log = "hokusai:{model_lifecycle:0}:log"
    private static let answer = """
        {"event_type":"token_deployed","model_id":"msg-model/1/MSG-AI","model_name":"msg-model","model_version":"1",\
        "token_symbol":"MSG-AI","token_address":"0x5FbDB2315678afecb367f032d93F642f64180aa3","network":"sepolia",\
        "transaction_hash":"0x9fc76417374aa880d4449a1f7f31ec597f00b1f6f3dd2d66f4c9c6c445836d8b","block_number":"7"}
        """

    @Test("--once brings in what is there, and says what it did; the poison is among the queue's dead letters")
    func once() async throws {
        let redis = try await TestRedisServer()
        _ = redis.ask("LPUSH \(Self.list) '\(Self.answer)' '\(Self.answer)' '{\"a\":1}'")
        var bench = CommandBench.on(redis.url)
        bench.environment["EVENTBUS_CATALOGUE"] = Self.fleet
        let outcome = await bench.run("bridge", "--from-list", Self.list, "--once")
        #expect(outcome.status == .failure)
        #expect(outcome.errors.contains("1 message went to \(Self.list):dlq: "), "\(outcome.errors)")
        #expect(outcome.lines == ["\(Self.list)  appended=1  duplicates=1  dead=1"])
        let again = await bench.run("bridge", "--from-list", Self.list, "--once", "--json")
        #expect(again.status == .success)
        #expect(again.lines == [#"{"list":"\#(Self.list)","appended":0,"duplicates":0,"dead":0}"#])
        #expect(redis.ask("XLEN \(Self.log)").contains(":1"))
        let dead = await bench.run("queue", "dead", "--list", Self.list)
        #expect(dead.output.contains("does not say which event it is"), "\(dead.output)")
        await redis.stop()
    }

    @Test(
        "it ends at once where the catalogue routes to the list, has no such event, or names are not three",
        arguments: [
            (["--from-list", list], "would come back"), (["--from-list", "l", "--event", "deploid"], "deploid"),
            (["--from-list", "l", "--dead", "l"], "three names"),
        ])
    func refused(arguments: [String], part: String) async throws {
        let redis = try await TestRedisServer()
        let outcome = await CommandBench.on(redis.url).run(["bridge"] + arguments)
        #expect(outcome.status == .invalidInput)
        #expect(outcome.errors.contains(part), "\(outcome.errors)")
        await redis.stop()
    }

    @Test("serve bridges the lists that are configured, and does not start where one would make a loop")
    func served() async throws {
        let redis = try await TestRedisServer()
        _ = redis.ask("LPUSH \(Self.list) '\(Self.answer)'")
        let program = try ServedProgram(
            ["--only", "bridge"], redis: redis,
            environment: ["EVENTBUS_CATALOGUE": Self.fleet, "EVENTBUS_BRIDGE_LISTS": "\(Self.list)=deployed"])
        #expect(await eventually { redis.ask("XLEN \(Self.log)").contains(":1") }, "\(program.errors)")
        #expect(await program.terminate() == 0)
        #expect(program.errors.contains("serving bridge as"))
        #expect(!program.errors.contains("interrupted"), "\(program.errors)")
        let loop = try ServedProgram([], redis: redis, environment: ["EVENTBUS_BRIDGE_LISTS": Self.list])
        #expect(await loop.end(within: .seconds(20)) == ExitStatus.invalidInput.rawValue, "\(loop.errors)")
        #expect(loop.errors.contains("would come back"))
        for parts in [["--only", "bridge"], ["--only", "bridge", "--only", "router"]] {
            let none = try ServedProgram(parts, redis: redis)
            #expect(await none.end(within: .seconds(20)) == ExitStatus.misconfigured.rawValue, "\(none.errors)")
            #expect(none.errors.contains("no list is bridged: set EVENTBUS_BRIDGE_LISTS"))
        }
        await redis.stop()
    }

    @Test(
        "serve moves junk of 92 MB to the dead list, where the queue commands deal with it, and ends when it is told to"
    )
    func junk() async throws {
        let redis = try await TestRedisServer()
        let junk = "EVAL \"return redis.call('LPUSH', KEYS[1], string.rep('\\\\1', 92000000))\" 1 "
        _ = redis.ask(junk + Self.list + ":processing")
        _ = redis.ask("EVAL \"return redis.call('LPUSH', KEYS[1], string.rep('\\\\1', 9000000))\" 1 " + Self.list)
        _ = redis.ask("LPUSH \(Self.list) '\(Self.answer)'")
        let environment = ["EVENTBUS_CATALOGUE": Self.fleet, "EVENTBUS_BRIDGE_LISTS": Self.list]
        let program = try ServedProgram(["--only", "bridge"], redis: redis, environment: environment)
        #expect(await eventually { redis.ask("XLEN \(Self.log)").contains(":1") }, "\(program.errors)")
        #expect(redis.ask("LLEN \(Self.list):dlq").contains(":2"))
        #expect(redis.ask("LLEN \(Self.list):processing").contains(":0"))
        #expect(await program.terminate() == 0, "\(program.errors)")
        #expect(program.errors.contains("the message has 92000000 bytes"), "\(program.errors)")
        var bench = CommandBench.on(redis.url)
        bench.environment["EVENTBUS_CATALOGUE"] = Self.fleet
        let dead = await bench.run("queue", "dead", "--list", Self.list)
        #expect(dead.status == .success, "\(dead.errors)")
        #expect(dead.lines.count == 2)
        #expect(dead.output.contains("… (92000000 bytes; all of them with --json)"), "\(dead.output.prefix(1_000))")
        #expect(dead.output.utf8.count < 20_000)
        let redriven = await bench.run("queue", "redrive", "--list", Self.list, "--limit", "1", "--execute")
        #expect(redriven.status == .success, "\(redriven.errors)")
        #expect(redis.ask("LLEN \(Self.list)").contains(":1"))
        let discarded = await bench.run(
            "queue", "discard", "--list", Self.list, "--reason", "junk", "--execute")
        #expect(discarded.status == .success, "\(discarded.errors)")
        #expect(redis.ask("LLEN \(Self.list):dlq").contains(":0"))
        await redis.stop()
    }
}
