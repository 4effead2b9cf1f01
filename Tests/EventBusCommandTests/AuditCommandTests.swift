import Foundation
import RedisClient
import TestSupport
import Testing

@testable import EventBusCommand

@Suite("eventbus audit, and what is logged")
struct AuditCommandTests {
    @Test("the audit tells publications, pauses and resumes with who and why, newest last, as text and as JSON")
    func audit() async throws {
        let server = try await TestRedisServer()
        let bench = CommandBench.on(server.url)
        let published = await bench.run(
            "publish", "model_registered", "--data", Payloads.registered(), "--correlation-id", "story",
            "--source", "/trainer")
        #expect(published.status == .success, "\(published.errors)")
        _ = await bench.run("pause", "--group", "router", "--reason", "upgrade\nnow", "--by", "ops@desk")
        _ = await bench.run("resume", "--group", "router", "--reason", "done", "--by", "ops@desk")
        let shown = await bench.run("audit")
        #expect(shown.status == .success)
        #expect(shown.lines.count == 3)
        let publication = "publish  \(ProcessName.person)  model_lifecycle/0  model_registered"
        #expect(shown.lines.first?.contains(publication) == true, "\(shown.output)")
        let behalf = await bench.run(
            "publish", "model_registered", "--data", Payloads.registered("m/2/x"), "--by", "ann@desk")
        #expect(behalf.status == .success)
        let hers = await bench.run("audit", "--who", "ann@desk", "--json")
        #expect(hers.lines.count == 1)
        #expect(shown.lines.first?.contains("correlation_id=story") == true)
        #expect(shown.lines.dropFirst().first?.hasSuffix(#"why=upgrade\nnow"#) == true)
        let json = await bench.run("audit", "--act", "resume", "--who", "ops@desk", "--since", "1h", "--json")
        let record = try #require(
            json.lines.first.flatMap { try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] })
        #expect(json.lines.count == 1 && record["act"] as? String == "resume" && record["why"] as? String == "done")
        let none = await bench.run("audit", "--event-id", "nothing")
        #expect(none.status == .success && none.output.isEmpty && none.errors.contains("no record"))
        let wrong = await bench.run("audit", "--act", "puase")
        #expect(wrong.status == .usage && wrong.errors.contains("did you mean `pause`?"))
        await server.stop()
    }

    @Test("what is done to an outbox's refused events would be shown, too: a missing file is no error")
    func outbox() async throws {
        let server = try await TestRedisServer()
        var bench = CommandBench.on(server.url)
        bench.environment["EVENTBUS_OUTBOX_PATH"] = try TemporaryFolder().path + "/none.sqlite"
        let shown = await bench.run("audit")
        #expect(shown.status == .success && shown.errors.contains("no record"))
        await server.stop()
    }

    @Test(
        "a connection that fails tells neither password nor token, at any level and in any format",
        arguments: ["text", "json"])
    func secrets(format: String) async throws {
        let secret = "s3cr3t-p4ss"
        let server = try await TestRedisServer(configuration: ["requirepass other"])
        for url in ["redis://user:\(secret)@127.0.0.1:1", "redis://:\(secret)@127.0.0.1:1/0?password=\(secret)"] {
            for command in [
                ["groups"], ["audit"], ["config", "show"],
                ["publish", "model_registered", "--data", Payloads.registered()],
            ] {
                let bench = CommandBench(environment: [
                    "REDIS_URL": url, "EVENTBUS_CATALOGUE": CommandBench.schemas, "EVENTBUS_LOG_LEVEL": "trace",
                    "EVENTBUS_LOG_FORMAT": format, "MESSAGE_RETRY_MAX": "1", "MESSAGE_RETRY_BASE_DELAY": "10ms",
                    "REDIS_AUTH_TOKEN": secret,
                ])
                let outcome = await bench.run(command)
                #expect(!outcome.output.contains(secret) && !outcome.errors.contains(secret), "\(command)")
            }
        }
        var bench = CommandBench.on(server.url)
        bench.environment["REDIS_AUTH_TOKEN"] = secret
        bench.environment["EVENTBUS_LOG_LEVEL"] = "trace"
        bench.environment["EVENTBUS_LOG_FORMAT"] = format
        let refused = await bench.run("groups")
        #expect(refused.status != .success && !refused.errors.contains(secret))
        let connecting = refused.errors.split(separator: "\n").first { $0.contains("connecting") }
        #expect(connecting?.hasPrefix(format == "json" ? "{\"time\":" : "debug: connecting") == true)
        await server.stop()
    }
}
