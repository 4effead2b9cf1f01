import EventBus
import Foundation
import TestSupport
import Testing

@testable import EventBusCommand

@Suite("eventbus status, streams and queues")
struct StatusTests {
    @Test("status shows everything on one screen, and why it is degraded")
    func screen() async throws {
        let server = try await TestRedisServer()
        let bench = CommandBench.on(server.url)
        _ = await bench.run("publish", "model_registered", "--data", Payloads.registered())
        _ = await bench.run("pause", "--group", "router", "--reason", "upgrade", "--by", "ops@desk")
        server.ask("LPUSH hokusai:model_ready_queue a b c")
        let outcome = await bench.run("status")
        #expect(outcome.status == .success, "\(outcome.errors)")
        #expect(outcome.lines[0].hasPrefix("DEGRADED  "))
        #expect(outcome.lines.contains("  ! group router of model_lifecycle is paused by ops@desk: upgrade"))
        #expect(outcome.lines.contains("  ! nobody reads for group contract-deployer of model_lifecycle"))
        #expect(outcome.lines.contains { $0.hasPrefix("redis    7.") && $0.contains("breaker closed") })
        #expect(outcome.lines.contains { $0.hasPrefix("model_lifecycle  1           1        ") })
        #expect(outcome.lines.contains { $0.contains("router") && $0.contains("paused by ops@desk: upgrade") })
        #expect(outcome.lines.contains { $0.hasPrefix("hokusai:model_ready_queue     3        0 ") })
        let json = await bench.run("status", "--json")
        #expect(json.lines.count == 1 && json.output.contains(#""status":"degraded","reasons":["#))
        await server.stop()
    }

    @Test("status of a Redis that refuses the password says so and ends with 78")
    func refused() async throws {
        let server = try await TestRedisServer(configuration: ["requirepass right"])
        let outcome = await CommandBench.on("unix://:wrong@\(server.socketPath)").run("status")
        #expect(outcome.status == .misconfigured)
        #expect(outcome.lines.first?.hasPrefix("UNHEALTHY  ") == true, "\(outcome.output)")
        await server.stop()
    }

    @Test("status of a Redis that is away says so and ends with 69")
    func away() async {
        let outcome = await CommandBench.on("unix:///no/such/socket").run("status")
        #expect(outcome.status == .unavailable)
        #expect(outcome.lines[0].hasPrefix("UNHEALTHY  "))
        #expect(outcome.lines[1].hasPrefix("  ! Redis does not answer: "))
        let json = await CommandBench.on("unix:///no/such/socket").run("status", "--json")
        #expect(json.status == .unavailable && json.output.contains(#""reachable":false"#))
    }

    @Test("status --watch shows one screen after another where there is no terminal, and Redis's return")
    func watch() async throws {
        let server = try await TestRedisServer()
        let bench = CommandBench.on(server.url)
        let transcript = Transcript()
        let running = Task { await bench.run(["status", "--watch", "0.1"], printing: transcript) }
        #expect(await eventually { transcript.output.components(separatedBy: "DEGRADED  ").count > 3 })
        #expect(!transcript.output.contains("\u{1b}"))
        server.kill()
        #expect(await eventually { transcript.output.contains("UNHEALTHY  ") })
        try await server.start()
        let isBack = await eventually {
            transcript.output.components(separatedBy: "UNHEALTHY  ").last?.contains("DEGRADED  ") == true
        }
        #expect(isBack)
        running.cancel()
        _ = await running.value
        await server.stop()
    }

    @Test("--watch needs no number, and a wrong one is refused")
    func watchInterval() async throws {
        let transcript = Transcript()
        let bench = CommandBench.on("unix:///no/such/socket")
        let running = Task { await bench.run(["status", "--watch"], printing: transcript) }
        #expect(await eventually(within: .seconds(30)) { transcript.output.contains("UNHEALTHY  ") })
        running.cancel()
        _ = await running.value
        for wrong in [["--watch", "0"], ["--watch=abc"], ["--watch", "abc"], ["--watch=nan"]] {
            let outcome = await CommandBench().run(["status"] + wrong)
            #expect(outcome.status == .usage, "\(wrong): \(outcome.errors)")
        }
    }

    @Test("streams and queues print a line for each, and what can't be looked at with its reason")
    func lists() async throws {
        let server = try await TestRedisServer()
        let bench = CommandBench.on(server.url)
        server.ask("SET hokusai:model_ready_queue x")
        _ = await bench.run("publish", "model_registered", "--data", Payloads.registered())
        let streams = await bench.run("streams")
        try #require(streams.status == .success && streams.lines.count == 2)
        #expect(streams.lines[1].hasPrefix("model_lifecycle  1           1        "))
        let queues = await bench.run("queues")
        #expect(queues.lines[1].contains("WRONGTYPE") && queues.lines[2].hasPrefix("hokusai:token_deployed_queue"))
        let json = await bench.run("queues", "--json")
        #expect(json.lines.count == 2 && json.lines[1].contains(#""waiting":0,"processing":0"#))
        let streamJSON = await bench.run("streams", "--json")
        #expect(streamJSON.output.contains(#""name":"model_lifecycle","partitions":1,"length":1"#))
        let away = await CommandBench.on("unix:///no/such/socket").run("queues")
        #expect(away.status == .unavailable)
        await server.stop()
    }

    @Test("a Redis that is away is told once")
    func toldOnce() async {
        var bench = CommandBench.on("unix:///no/such/socket")
        bench.environment["EVENTBUS_LOG_LEVEL"] = "warning"
        let outcome = await bench.run("groups")
        #expect(outcome.errors.components(separatedBy: "/no/such/socket").count == 2, "\(outcome.errors)")
    }
}
