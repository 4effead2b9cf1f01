import EventBus
import Foundation
import TestSupport
import Testing

@testable import EventBusCommand

@Suite("eventbus publish, tail, history, consume and route")
struct PublishingTests {
    @Test("the router's own group is refused: what is taken from it would reach no list")
    func routersGroup() async {
        let outcome = await CommandBench.on("redis://127.0.0.1:1").run("consume", "--group", "router")
        #expect(outcome.status == .usage)
        #expect(outcome.errors.contains("the router's own"))
    }

    @Test("lines are taken as the bytes that came, the last with or without its line feed")
    func lineInput() throws {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data([0x61, 0x0A, 0x0A, 0xFF, 0xFE, 0x0A, 0x62]))
        try pipe.fileHandleForWriting.close()
        let input = LineInput(pipe.fileHandleForReading)
        #expect(input.next() == [0x61])
        #expect(input.next() == [])
        #expect(input.next() == [0xFF, 0xFE])
        #expect(input.next() == [0x62])
        #expect(input.next() == nil)
    }

    @Test("an entry whose payload is no JSON becomes a dead letter of the group that consumes it")
    func consumeJunk() async throws {
        let server = try await TestRedisServer()
        let bench = CommandBench.on(server.url)
        let id = "01234567-89ab-7000-8000-000000000000"
        _ = server.ask(
            "XADD hokusai:{model_lifecycle:0}:log * id \(id) type deployed time 2026-01-01T00:00:00Z data {bad")
        #expect(await bench.run("publish", "model_ready_to_deploy", "--data", Payloads.ready).status == .success)
        let outcome = await bench.run("consume", "--group", "cg", "--count", "1", "--json")
        #expect(outcome.lines.count == 1 && outcome.output.contains("model_ready_to_deploy"))
        #expect(server.ask("XLEN hokusai:{model_lifecycle:0}:dead").contains(":1"))
        await server.stop()
    }

    @Test("publish appends what the catalogue accepts, and history and tail show it")
    func publishAndRead() async throws {
        let server = try await TestRedisServer()
        let bench = CommandBench.on(server.url)
        let published = await bench.run("publish", "model_registered", "--data", Payloads.registered(), "--json")
        #expect(published.status == .success)
        guard case .object(let receipt) = try JSONValue(parsing: Array(published.output.utf8)) else {
            throw CommandFailure(.failure, "no receipt")
        }
        #expect(receipt["version"] == 1)
        #expect(receipt["duplicate"] == false)
        let again = await bench.run("publish", "model_registered", "--data", Payloads.registered())
        #expect(again.output.contains("duplicate"))
        #expect(await bench.run("publish", "model_ready_to_deploy", "--data", Payloads.ready).status == .success)

        let history = await bench.run("history", "msg-model/1/msg-ai")
        #expect(history.lines.count == 2)
        #expect(history.lines.last?.contains("version=2") == true)
        #expect(await bench.run("history", "nobody").status == .failure)

        let tail = await bench.run("tail", "--from", "beginning", "--no-follow", "--json")
        #expect(tail.lines.count == 2)
        guard case .object(let first) = try JSONValue(parsing: Array(#require(tail.lines.first).utf8)),
            case .string(let cursor) = first["cursor"]
        else { throw CommandFailure(.failure, "no cursor") }
        let rest = await bench.run("tail", "--from", cursor, "--no-follow")
        #expect(rest.lines.count == 1)
        #expect(rest.output.contains("model_ready_to_deploy"))
        let one = await bench.run("tail", "--from", "beginning", "--type", "model_ready_to_deploy", "--count", "1")
        #expect(one.status == .success)
        #expect(one.lines.count == 1)
        #expect(await bench.run("tail", "--from", "yesterday").status == .usage)
        #expect(await bench.run("tail", "--from", "1-0,2-0").status == .usage)
        await server.stop()
    }

    @Test("publish appends on the version that is expected, and says which one there is otherwise")
    func expectedVersion() async throws {
        let server = try await TestRedisServer()
        let bench = CommandBench.on(server.url)
        let payload = """
            {"model_id":"m/2/x","model_name":"m","model_version":"2","reason":"run_not_found","message":"No run."}
            """
        func publish(_ version: String, _ payload: String) async -> CommandBench.Outcome {
            await bench.run("publish", "validation_failed", "--expected-version", version, "--data", payload, "--json")
        }
        #expect(await publish("0", payload).status == .success)
        let conflict = await publish("0", payload)
        #expect(conflict.status == .failure)
        #expect(conflict.errors.contains("model m/2/x is at version 1, and 0 was expected"), "\(conflict.errors)")
        let file = NSTemporaryDirectory() + "expected-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try "\(payload)\n\(payload)\n".write(toFile: file, atomically: true, encoding: .utf8)
        let more = await bench.run("publish", "validation_failed", "--expected-version", "1", "--file", file)
        #expect(more.status == .success, "\(more.errors)")
        #expect(more.lines.count == 2)
        #expect(server.ask("XLEN hokusai:{model_lifecycle:0}:log").contains(":3"))
        await server.stop()
    }

    @Test("publish reads one payload from each line of input, and stops at the first that is refused")
    func lines() async throws {
        let server = try await TestRedisServer()
        let bench = CommandBench.on(server.url)
        let good = await bench.run(
            ["publish", "model_registered"], input: [Payloads.registered("a/1/t"), "", Payloads.registered("b/1/t")])
        #expect(good.status == .success)
        #expect(good.lines.count == 2)
        let bad = await bench.run(
            ["publish", "model_registered"],
            input: [Payloads.registered("c/1/t"), #"{"model_id":1}"#, Payloads.registered("d/1/t")])
        #expect(bad.status == .invalidInput)
        #expect(bad.errors.contains("line 2 (1 appended before it)"))
        #expect(bad.lines.count == 1)
        #expect(server.ask("XLEN hokusai:{model_lifecycle:0}:log").contains(":3"))
        await server.stop()
    }

    @Test(
        "publish refuses what the catalogue does not declare, with path and rule, and appends nothing",
        arguments: [
            (#"{"model_id":"a"}"#, "$.token_symbol"), (#"{"nope":1}"#, "$.nope"), ("{", "JSON"), ("[]", "object"),
            ("", "JSON"),
        ])
    func refused(payload: String, words: String) async throws {
        let server = try await TestRedisServer()
        let outcome = await CommandBench.on(server.url).run("publish", "model_ready_to_deploy", "--data", payload)
        #expect(outcome.status == .invalidInput)
        #expect(outcome.errors.contains(words))
        #expect(server.ask("DBSIZE").contains(":0"))
        await server.stop()
    }

    @Test("an event that the catalogue does not have is wrong input, and the error lists those it has")
    func unknownEvent() async throws {
        let server = try await TestRedisServer()
        let outcome = await CommandBench.on(server.url).run("publish", "nope", "--data", "{}")
        #expect(outcome.status == .invalidInput)
        #expect(outcome.errors.contains("model_registered"))
        await server.stop()
    }

    @Test("a file is one object over many lines, or one object for each line")
    func files() async throws {
        let server = try await TestRedisServer()
        let bench = CommandBench.on(server.url)
        let folder = try TemporaryFolder()
        let pretty = try folder.write(Payloads.registered("a/1/t").replacing(",", with: ",\n  "), to: "one.json")
        #expect(await bench.run("publish", "model_registered", "--file", pretty).lines.count == 1)
        let many = [Payloads.registered("b/1/t"), Payloads.registered("c/1/t")].joined(separator: "\n") + "\n"
        let lines = try folder.write(many, to: "many.jsonl")
        #expect(await bench.run("publish", "model_registered", "--file", lines).lines.count == 2)
        #expect(await bench.run("publish", "model_registered", "--file", "/no/file").status == .invalidInput)
        await server.stop()
    }

    @Test("consume takes as many as it was told, acknowledges those, and leaves the rest to the next")
    func consume() async throws {
        let server = try await TestRedisServer()
        let bench = CommandBench.on(server.url)
        let payloads = (1...5).map { Payloads.registered("m/\($0)/t") }
        _ = await bench.run(["publish", "model_registered"], input: payloads)
        let first = await bench.run("consume", "--group", "audit", "--consumer", "one", "--count", "2", "--json")
        #expect(first.status == .success)
        #expect(first.lines.count == 2)
        let second = await bench.run("consume", "--group", "audit", "--consumer", "one", "--count", "3", "--json")
        #expect(second.lines.count == 3)
        #expect(second.output.contains("m/5/t"))
        #expect(server.ask("XPENDING hokusai:{model_lifecycle:0}:log audit").hasPrefix("*4\r\n:0"))
        await server.stop()
    }

    @Test("tail follows the log: events published later are printed until it is cancelled")
    func follow() async throws {
        let server = try await TestRedisServer()
        let bench = CommandBench.on(server.url)
        let transcript = Transcript()
        let tail = Task { await bench.run(["tail", "--from", "beginning"], printing: transcript) }
        _ = await bench.run("publish", "model_registered", "--data", Payloads.registered("late/1/t"))
        #expect(await eventually { transcript.output.contains("late/1/t") })
        tail.cancel()
        _ = await tail.value
        await server.stop()
    }

    @Test("route puts events on the lists and channels of the catalogue until it is cancelled")
    func route() async throws {
        let server = try await TestRedisServer()
        let bench = CommandBench.on(server.url)
        let router = Task { await bench.run("route", "--consumer", "test") }
        _ = await bench.run("publish", "model_ready_to_deploy", "--data", Payloads.ready)
        #expect(await eventually { server.ask("LLEN hokusai:model_ready_queue").contains(":1") })
        #expect(server.ask("LRANGE hokusai:model_ready_queue 0 -1").contains("message_type"))
        router.cancel()
        _ = await router.value
        #expect(await bench.run("route", "--stream", "nope").status == .usage)
        await server.stop()
    }

    @Test("what is wrong with a payload is said without Redis")
    func checkedBeforeConnecting() async throws {
        let bench = CommandBench.on("unix:///no/such/socket")
        for (data, word) in [(#"{"tokn":1}"#, "tokn"), (#"{"tokn"#, "not JSON")] {
            let outcome = await bench.run("publish", "model_registered", "--data", data)
            #expect(outcome.status == .invalidInput && outcome.errors.contains("--data: "))
            #expect(outcome.errors.contains(word) && !outcome.errors.contains("no/such/socket"), "\(outcome.errors)")
        }
        let unknown = await bench.run("publish", "model_registred", "--data", "{}")
        #expect(unknown.status == .invalidInput && unknown.errors.contains("model_registred"))
    }

    @Test("publish waits for a Redis that starts late, as often as it is told to")
    func lateRedis() async throws {
        let server = try await TestRedisServer()
        await server.stop()
        var bench = CommandBench.on(server.url)
        bench.environment["EVENTBUS_LOG_LEVEL"] = "warning"
        bench.environment["MESSAGE_RETRY_MAX"] = "2"
        bench.environment["MESSAGE_RETRY_BASE_DELAY"] = "1ms"
        let tooLate = await bench.run("publish", "model_registered", "--data", Payloads.registered())
        #expect(tooLate.status == .unavailable)
        #expect(tooLate.errors.contains("cannot connect to"))
        #expect(tooLate.errors.contains("(3 attempts over "), "\(tooLate.errors)")

        bench.environment["MESSAGE_RETRY_MAX"] = "100"
        bench.environment["MESSAGE_RETRY_BASE_DELAY"] = "20ms"
        let transcript = Transcript()
        let publishing = Task { [bench] in
            await bench.run(["publish", "model_registered", "--data", Payloads.registered()], printing: transcript)
        }
        #expect(await eventually { transcript.errors.contains("no connection") })
        try await server.start()
        let outcome = await publishing.value
        #expect(outcome.status == .success, "\(outcome.errors)")
        #expect(server.ask("XLEN hokusai:{model_lifecycle:0}:log").contains(":1"))
        await server.stop()
    }
}
