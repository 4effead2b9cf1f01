import TestSupport
import Testing

@testable import EventBusCommand

@Suite("eventbus health")
struct HealthCommandTests {
    @Test("a served path ends with 0, one that is not there with 1, and nobody at all with 69")
    func statuses() async throws {
        let server = try await TestRedisServer()
        let bench = CommandBench.on(server.url)
        let transcript = Transcript()
        let serving = Task { await bench.run(["serve", "--port", "18232"], printing: transcript) }
        #expect(await eventually(within: .seconds(30)) { transcript.errors.contains("listening on") })
        let good = await bench.run("health", "--url", "http://127.0.0.1:18232/version", "--timeout", "30s")
        #expect(good.status == .success && good.output.contains("0.1.0"), "\(good)")
        let absent = await bench.run("health", "--url", "http://127.0.0.1:18232/no/such", "--timeout", "30s")
        #expect(absent.status == .failure && absent.errors.contains("404"), "\(absent)")
        serving.cancel()
        _ = await serving.value
        let nobody = await bench.run("health", "--url", "http://127.0.0.1:18232/version", "--timeout", "2s")
        #expect(nobody.status == .unavailable && nobody.errors.contains("does not answer"))
        await server.stop()
    }

    @Test("a time that is none is wrong usage")
    func usage() async {
        #expect(await CommandBench().run("health", "--timeout", "soon").status == .usage)
    }
}
