import EventBus
import TestSupport
import Testing

@testable import EventBusCommand

@Suite("eventbus retention, and tail over what it removed")
struct RetentionCommandTests {
    private static let log = "hokusai:{model_lifecycle:0}:log"

    @Test("status says who holds up what; run previews, and trims only with --execute")
    func statusAndRun() async throws {
        let server = try await TestRedisServer()
        let bench = CommandBench.on(server.url)
        for number in 1...5 { server.ask("XADD \(Self.log) \(number)-0 a b") }
        let held = await bench.run("retention", "status")
        #expect(held.status == .success)
        #expect(held.output.contains("5 entries") && held.output.contains("max_age 90d"))
        #expect(held.output.contains("contract-deployer, which does not exist yet"))
        #expect(await bench.run("retention", "run", "--execute").output.contains("0 entries removed"))

        for group in ["router", "contract-deployer"] {
            server.ask("XGROUP CREATE \(Self.log) \(group) 0")
            server.ask("XREADGROUP GROUP \(group) c STREAMS \(Self.log) >")
            server.ask("XACK \(Self.log) \(group) 1-0 2-0 3-0 4-0")
        }
        let preview = await bench.run("retention", "run")
        #expect(preview.errors.contains("--execute") && preview.output.contains("can go"))
        #expect(server.ask("XLEN \(Self.log)").contains(":5"))
        let json = await bench.run("retention", "run", "--execute", "--json")
        #expect(json.output.contains(#""removed":4"#))
        #expect(server.ask("XLEN \(Self.log)").contains(":1"))
        let status = await bench.run("retention", "status", "--json")
        #expect(status.output.contains(#""held_by":"contract-deployer""#) && status.output.contains(#""first":"5-0""#))
        #expect(await bench.run("retention", "status", "--stream", "nope").status == .usage)
        #expect(await bench.run("retention", "run", "--step", "5").status == .usage)
        #expect(await bench.run("retention", "run", "--follow").status == .usage)
        await server.stop()
    }

    @Test("a router trims beside its routing, unless it is told not to", arguments: [true, false])
    func besideRouting(isOn: Bool) async throws {
        let server = try await TestRedisServer()
        let bench = CommandBench.on(server.url)
        for number in 1...5 { server.ask("XADD \(Self.log) \(number)-0 a b") }
        for group in ["router", "contract-deployer"] {
            server.ask("XGROUP CREATE \(Self.log) \(group) 4-0")
        }
        _ = await bench.run("publish", "model_ready_to_deploy", "--data", Payloads.ready)
        let router = Task {
            await bench.run("route", "--consumer", "test", isOn ? "--retention" : "--no-retention")
        }
        #expect(await eventually { server.ask("LLEN hokusai:model_ready_queue").contains(":1") })
        let expected = isOn ? 2 : 6
        #expect(await eventually { server.ask("XLEN \(Self.log)").contains(":\(expected)") })
        router.cancel()
        _ = await router.value
        #expect(server.ask("XLEN \(Self.log)").contains(":\(expected)"))
        await server.stop()
    }

    @Test("tail says on standard error what was trimmed before it came, and which entries are no events, and goes on")
    func tail() async throws {
        let server = try await TestRedisServer()
        let bench = CommandBench.on(server.url)
        for number in 1...4 { server.ask("XADD \(Self.log) \(number)-0 a b") }
        for group in ["router", "contract-deployer"] {
            server.ask("XGROUP CREATE \(Self.log) \(group) 3-0")
        }
        #expect(await bench.run("retention", "run", "--execute").output.contains("3 entries removed"))
        _ = await bench.run("publish", "model_registered", "--data", Payloads.registered("late/1/t"))
        let outcome = await bench.run("tail", "--from", "1-0", "--no-follow", "--json")
        #expect(outcome.status == .success)
        #expect(outcome.lines.count == 1 && outcome.output.contains("late/1/t"))
        #expect(
            outcome.errors.contains("gap: partition 0 of model_lifecycle: entries after 1-0 up to 3-0 were trimmed"))
        #expect(outcome.errors.contains("skipped: partition 0, position 4-0: the entry has no field"))
        #expect(await bench.run("tail", "--from", "3-0", "--no-follow").errors.contains("gap") == false)
        await server.stop()
    }
}
