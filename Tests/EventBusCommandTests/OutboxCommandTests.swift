import EventBus
import Foundation
import TestSupport
import Testing

@testable import EventBusCommand

@Suite("eventbus outbox")
struct OutboxCommandTests {
    private static let log = "hokusai:{model_lifecycle:0}:log"

    private func bench(_ server: TestRedisServer, _ folder: TemporaryFolder) -> CommandBench {
        var bench = CommandBench.on(server.url)
        bench.environment["EVENTBUS_OUTBOX_PATH"] = folder.path + "/outbox.sqlite"
        return bench
    }

    private func object(_ text: String) throws -> JSONObject {
        guard case .object(let object) = try JSONValue(parsing: Array(text.utf8)) else {
            throw CommandFailure(.failure, "no object: \(text)")
        }
        return object
    }

    @Test("publish with Redis down and an outbox says accepted and ends with 0; status shows it; relay appends it")
    func acceptedAndRelayed() async throws {
        let server = try await TestRedisServer(configuration: ["appendonly yes", "appendfsync always"])
        let folder = try TemporaryFolder()
        let bench = bench(server, folder)
        server.kill()
        let published = await bench.run("publish", "model_registered", "--data", Payloads.registered())
        #expect(published.status == .success)
        #expect(published.output.contains("accepted"))
        let json = try object(
            await bench.run("publish", "model_ready_to_deploy", "--data", Payloads.ready, "--json").output)
        #expect(json["outcome"] == "accepted" && json["position"] == .null && json["durability"] == .null)

        let status = try object(await bench.run("outbox", "status", "--json").output)
        #expect(status["waiting"] == 2 && status["events"] == 2 && status["max_events"] == 100_000)
        #expect(status["relay"] == .null)
        let text = await bench.run("outbox", "status")
        #expect(text.output.contains("model_lifecycle:0") && text.output.contains("eventbus outbox relay"))

        try await server.start()
        let relay = Task { await bench.run("outbox", "relay") }
        #expect(await eventually { server.ask("XLEN \(Self.log)").contains(":2") })
        #expect(
            try await eventually { try object(await bench.run("outbox", "status", "--json").output)["waiting"] == 0 })
        relay.cancel()
        _ = await relay.value
        let again = await bench.run("publish", "model_registered", "--data", Payloads.registered("x/1/t"))
        #expect(again.status == .success && !again.output.contains("accepted"))
        await server.stop()
    }

    @Test("a file that is no outbox is a wrong configuration, for every command that opens one")
    func foreignFile() async throws {
        let server = try await TestRedisServer()
        let folder = try TemporaryFolder()
        let file = try folder.write(String(repeating: "no database at all\n", count: 200), to: "notes.txt")
        for command in [["status"], ["refused", "list"], ["refused", "retry", "--all"], ["relay"]] {
            let outcome = await CommandBench.on(server.url).run(["outbox"] + command + ["--path", file])
            #expect(outcome.status == .misconfigured, "\(command): \(outcome.errors)")
            #expect(outcome.errors.contains(file))
        }
        await server.stop()
    }

    @Test("a full outbox ends publish with the status of an unavailable Redis, and says what is full")
    func full() async throws {
        let server = try await TestRedisServer()
        let folder = try TemporaryFolder()
        var bench = bench(server, folder)
        bench.environment["EVENTBUS_OUTBOX_MAX_EVENTS"] = "1"
        server.kill()
        let outcome = await bench.run(
            ["publish", "model_registered"], input: [Payloads.registered("a/1/t"), Payloads.registered("b/1/t")])
        #expect(outcome.status == .unavailable)
        #expect(outcome.errors.contains("1 of 1 events"))
        #expect(outcome.lines.count == 1)
    }

    @Test("refused events are listed, put back and discarded by their numbers")
    func refused() async throws {
        let server = try await TestRedisServer(configuration: ["appendonly yes", "appendfsync always"])
        let folder = try TemporaryFolder()
        let bench = bench(server, folder)
        _ = server.ask("SET hokusai:{model_lifecycle:0}:history:model:bad/1/t junk")
        server.kill()
        _ = await bench.run(
            ["publish", "model_registered"], input: [Payloads.registered("bad/1/t"), Payloads.registered("good/1/t")])
        try await server.start()
        let relay = Task { await bench.run("outbox", "relay") }
        #expect(
            try await eventually {
                let status = try object(await bench.run("outbox", "status", "--json").output)
                return status["waiting"] == 0 && status["events"] == 1
            })
        #expect(server.ask("XLEN \(Self.log)").contains(":1"))
        let line = try object(await bench.run("outbox", "refused", "list", "--json").output)
        #expect(line["aggregate"] == "bad/1/t")
        guard case .string(let reason) = line["reason"], case .number(let number) = line["number"] else {
            throw CommandFailure(.failure, "no reason")
        }
        #expect(reason.contains("WRONGTYPE"))
        #expect(await bench.run("outbox", "refused", "retry").status == .usage)
        #expect(await bench.run("outbox", "refused", "retry", "99999").status == .invalidInput)
        _ = server.ask("DEL hokusai:{model_lifecycle:0}:history:model:bad/1/t")
        #expect(await bench.run("outbox", "refused", "retry", number.text).output.contains("1 put back"))
        #expect(await eventually { server.ask("XLEN \(Self.log)").contains(":2") })
        relay.cancel()
        _ = await relay.value
        #expect(await bench.run("outbox", "refused", "discard", "--all").output.contains("0 discarded"))
        await server.stop()
    }

    @Test("no outbox configured, and a file that is none, are errors that say so; nothing is made")
    func absent() async throws {
        let folder = try TemporaryFolder()
        let bench = CommandBench.on("redis://127.0.0.1:1")
        let outcome = await bench.run("outbox", "status")
        #expect(outcome.status == .misconfigured && outcome.errors.contains("EVENTBUS_OUTBOX_PATH"))
        let path = folder.path + "/none.sqlite"
        let named = await bench.run("outbox", "status", "--path", path)
        #expect(named.status == .misconfigured && named.errors.contains(path))
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
