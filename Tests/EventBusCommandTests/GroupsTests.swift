import Foundation
import RedisClient
import TestSupport
import Testing

@testable import EventBusCommand

@Suite("eventbus groups, pause and resume")
struct GroupsTests {
    @Test("a group is paused, shown with who and why, and resumed")
    func pause() async throws {
        let server = try await TestRedisServer()
        let bench = CommandBench.on(server.url)
        let paused = await bench.run(
            "pause", "--stream", "model_lifecycle", "--group", "router", "--reason", "upgrade", "--by", "ops@desk")
        #expect(paused.status == .success, "\(paused.errors)")
        #expect(server.ask("HGET hokusai:{model_lifecycle:0}:paused:router reason").contains("upgrade"))
        let shown = await bench.run("groups")
        #expect(shown.status == .success)
        #expect(shown.lines.first?.hasPrefix("stream") == true)
        #expect(shown.lines.contains { $0.contains("router") && $0.contains("paused by ops@desk: upgrade") })
        let json = await bench.run("groups", "--stream", "model_lifecycle", "--json")
        let router = json.lines.compactMap {
            try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }.first { $0["group"] as? String == "router" }
        #expect((router?["paused"] as? [String: Any])?["reason"] as? String == "upgrade")
        #expect(router?["exists"] as? Bool == false && router?["pending"] as? Int == 0)
        let resumed = await bench.run("resume", "--group", "router")
        #expect(resumed.status == .success && resumed.output.contains("goes on"))
        let again = await bench.run("resume", "--group", "router")
        #expect(again.status == .success && again.output.contains("was not paused"))
        #expect(!(await bench.run("groups").output.contains("paused by")))
        await server.stop()
    }

    @Test("a stream or group that is not there is wrong usage; the error names the nearest and all there are")
    func unknown() async throws {
        let server = try await TestRedisServer()
        let bench = CommandBench.on(server.url)
        for command in ["pause", "resume"] {
            let stream = await bench.run(command, "--stream", "model_lifecicle", "--group", "router")
            #expect(stream.status == .usage)
            #expect(stream.errors.contains("did you mean `model_lifecycle`?"))
            let group = await bench.run(command, "--group", "ruoter")
            #expect(group.status == .usage)
            #expect(group.errors.contains("did you mean `router`?") && group.errors.contains("it has: "))
        }
        let groups = await bench.run("groups", "--stream", "nothing")
        #expect(groups.status == .usage && groups.errors.contains("model_lifecycle"))
        #expect(server.ask("KEYS *").contains("*0"))
        await server.stop()
    }
}
