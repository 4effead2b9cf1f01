import ConfiguredEventBus
import EventBus
import Foundation
import RedisClient
import RedisEventBus
import TestSupport
import Testing

@testable import EventBusCommand

@Suite("What commands once passed over in silence")
struct SilenceTests {
    private static let log = "hokusai:{model_lifecycle:0}:log"

    @Test("tail of a type that there is not is wrong usage, and names the nearest")
    func tailType() async throws {
        let server = try await TestRedisServer()
        let outcome = await CommandBench.on(server.url).run("tail", "--type", "deployd", "--no-follow")
        #expect(outcome.status == .usage && outcome.errors.contains("did you mean `deployed`?"))
        await server.stop()
    }

    @Test("a dead letter that is gone is said by its id, and the status is 1", arguments: ["redrive", "discard"])
    func goneLetter(act: String) async throws {
        let server = try await TestRedisServer()
        for flags in [[], ["--execute"]] {
            let outcome = await CommandBench.on(server.url).run(["dead", act, "0/1-0"] + flags)
            #expect(outcome.status == .failure)
            #expect(outcome.errors.contains("0/1-0: there is no such dead letter"))
        }
        await server.stop()
    }

    @Test("suggested commands repeat the flags that led to the bus, quoted, and no password")
    func repeatedFlags() async throws {
        #expect(ShellWord.quoted("it's") == #"'it'\''s'"#)
        let server = try await TestRedisServer(configuration: ["user bus on >hidden ~* &* +@all"])
        let bench = CommandBench.on(server.url)
        server.ask("XADD n:{model_lifecycle:0}:dead 0-1 group g position 0-1 attempts 1")
        let shown = await bench.run(
            "dead", "show", "0/0-1", "--redis-url", "unix://bus:hidden@\(server.socketPath)", "--namespace", "n")
        #expect(shown.status == .success, "\(shown.errors)")
        #expect(
            shown.output.contains(" --redis-url 'unix://bus:***@\(server.socketPath)?db=0' --namespace n --execute"))
        #expect(!shown.output.contains("hidden"))
        await server.stop()
    }

    @Test("control characters of others are written out")
    func controlCharacters() async throws {
        #expect(PlainText.escaped("a\u{1b}[2Jb\n\u{202e}\u{9b}") == #"a\u{1b}[2Jb\n\u{202e}\u{9b}"#)
        #expect(PlainText.escaped("modèle 模型 👩‍🔬") == "modèle 模型 👩‍🔬")
        let server = try await TestRedisServer()
        let bench = CommandBench.on(server.url)
        _ = await bench.run("pause", "--group", "router", "--by", "ops\u{1b}[31m")
        let groups = await bench.run("groups")
        #expect(groups.output.contains(#"ops\u{1b}[31m"#) && !groups.output.contains("\u{1b}"))
        let status = await bench.run("status")
        #expect(!status.output.contains("\u{1b}"))
        await server.stop()
    }

    @Test("a trace context that is none is refused")
    func traceParent() async {
        let outcome = await CommandBench.on("unix:///no/such/socket").run(
            "publish", "deployed", "--data", "{}", "--traceparent", "00-zz")
        #expect(outcome.status == .usage && outcome.errors.contains("no W3C trace context"))
    }

    @Test("half an object on a later line of a file is named by its line")
    func halfLine() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(Payloads.registered() + "\n{\"model_id\":\n", to: "two.ndjson")
        let server = try await TestRedisServer()
        let outcome = await CommandBench.on(server.url).run("publish", "model_registered", "--file", file)
        #expect(outcome.status == .invalidInput && outcome.errors.contains("two.ndjson:2 (1 appended before it)"))
        await server.stop()
    }

    @Test("config show of a transport that this build lacks ends with 78")
    func otherTransport() async {
        var bench = CommandBench.on("unix:///no/such/socket")
        bench.environment["MESSAGE_QUEUE_TYPE"] = "sqs"
        let outcome = await bench.run("config", "show")
        #expect(outcome.status == .misconfigured && outcome.errors.contains("not available in this build"))
        #expect(outcome.output.contains("sqs"))
    }

    @Test("an event that lacks a required field is not consumed away: it becomes a dead letter, and is said")
    func incompletePayload() async throws {
        let server = try await TestRedisServer()
        let client = RedisClient(configuration: try RedisConfiguration(url: server.url))
        func append(_ data: String, _ version: String) async throws {
            try await client.command(
                "XADD", Self.log, "*", "id", "01936f3e-0000-7000-8000-000000000000", "type", "model_registered",
                "version", version, "source", "/x", "time", "2026-11-22T00:00:00.000000Z", "subject", "a", "data", data)
        }
        try await append(#"{"model_id":"a"}"#, "1.0.0")
        // A newer writer may add fields: readers are open.
        try await append(String(Payloads.registered().dropLast()) + #","later":1}"#, "1.1.0")
        let bench = CommandBench.on(server.url)
        let transcript = Transcript()
        let running = Task {
            await bench.run(["consume", "--group", "audit", "--count", "1"], printing: transcript)
        }
        #expect(await eventually { transcript.output.contains("later") })
        #expect(await running.value.status == .success)
        #expect(transcript.errors.contains("the field `model_name` is required"))
        #expect(server.ask("XLEN hokusai:{model_lifecycle:0}:dead").contains(":1"))
        await client.close()
        await server.stop()
    }

    @Test("a group that the catalogue does not know is named with what was probably meant")
    func mistypedGroup() async throws {
        let server = try await TestRedisServer()
        let bench = CommandBench.on(server.url)
        _ = await bench.run("publish", "model_registered", "--data", Payloads.registered())
        let outcome = await bench.run("consume", "--group", "audti", "--count", "1")
        #expect(outcome.errors.contains("did you mean `audit`?"))
        await server.stop()
    }

    @Test("a router that stands by says so once, and so does one whose group is paused")
    func standby() async throws {
        let server = try await TestRedisServer()
        let bench = CommandBench.on(server.url)
        let first = Transcript()
        let second = Transcript()
        let routing = Task { await bench.run(["route", "--consumer", "a"], printing: first) }
        #expect(await eventually { server.ask("EXISTS hokusai:{model_lifecycle:0}:lease:router").contains(":1") })
        let waiting = Task { await bench.run(["route", "--consumer", "b"], printing: second) }
        let isSaid = await eventually(within: .seconds(30)) {
            second.errors.contains("standing by: all of model_lifecycle is read for router by “a”")
        }
        #expect(isSaid && !first.errors.contains("standing by"))
        routing.cancel()
        waiting.cancel()
        _ = await (routing.value, waiting.value)
        _ = await bench.run("pause", "--group", "router", "--by", "ops")
        let third = Transcript()
        let paused = Task { await bench.run(["route", "--consumer", "c"], printing: third) }
        #expect(await eventually(within: .seconds(30)) { third.errors.contains("is paused by ops") })
        paused.cancel()
        _ = await paused.value
        await server.stop()
    }

    @Test("the doctor tells who is paused, for whom nobody reads, and how to look at dead letters")
    func doctorGroups() async throws {
        let server = try await TestRedisServer(configuration: ["appendonly yes"])
        let bench = CommandBench.on(server.url)
        _ = await bench.run("publish", "model_registered", "--data", Payloads.registered())
        _ = await bench.run("pause", "--group", "router", "--reason", "upgrade", "--by", "ops")
        server.ask("XADD hokusai:{model_lifecycle:0}:dead * a b")
        let outcome = await bench.run("doctor", "--redis-url", server.url)
        #expect(outcome.status == .success, "\(outcome.output)")
        #expect(outcome.output.contains("model_lifecycle/router: paused by ops since 20"))
        #expect(outcome.output.contains("resume --stream model_lifecycle --group router --redis-url \(server.url)"))
        #expect(outcome.output.contains("model_lifecycle/contract-deployer: nobody has ever read"))
        #expect(!outcome.output.contains("model_lifecycle/audit"))
        #expect(outcome.output.contains("dead list --stream model_lifecycle --redis-url \(server.url)"))
        #expect(outcome.output.contains("may publish, consume, route, work on queues, operate"))
        await server.stop()
    }

    @Test("the doctor goes on where INFO is denied, and names what a user lacks by role")
    func doctorRights() async throws {
        let server = try await TestRedisServer(configuration: [
            "user bus on >secret ~* &* +@all -info -lpush"
        ])
        let outcome = await CommandBench.on("unix://bus:secret@\(server.socketPath)").run("doctor")
        #expect(outcome.status == .success, "\(outcome.output)")
        #expect(outcome.output.contains("INFO is denied"))
        #expect(outcome.output.contains("this user may publish, consume, operate"))
        #expect(outcome.output.contains("this user may not route: ") && outcome.output.contains("'lpush'"))
        #expect(!outcome.output.contains("too old"))
        await server.stop()
    }
}
