import AsyncHTTPClient
import Foundation
import NIOCore
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

    @Test(
        "a time that is none and an address that is none are wrong usage",
        arguments: [
            ["--timeout", "soon"], ["--url", "ftp://x"], ["--url", "http://"], ["--url", "127.0.0.1:8080"],
            ["--url", "/health"],
        ])
    func usage(arguments: [String]) async {
        let outcome = await CommandBench().run(["health"] + arguments)
        #expect(outcome.status == .usage && outcome.errors.contains("Error: --"), "\(outcome.errors)")
    }

    @Test(
        "why nobody answers is said in plain words",
        arguments: [
            (IOError(errnoCode: ECONNREFUSED, reason: "connection reset (error set)"), "connection refused"),
            (HTTPClientError.deadlineExceeded, "nothing came within 5s"),
            (HTTPClientError.connectTimeout, "nothing came within 5s"),
            (HTTPClientError.remoteConnectionClosed, "the connection was closed"),
        ] as [(any Error, String)])
    func words(error: any Error, words: String) {
        #expect(HealthFailure.words(error, limit: "5s") == words)
    }

    @Test("a port where nobody listens is refused in a line without an error number")
    func refused() async {
        let outcome = await CommandBench().run("health", "--url", "http://127.0.0.1:1/health")
        #expect(outcome.status == .unavailable)
        #expect(
            outcome.errors == "error: http://127.0.0.1:1/health does not answer: connection refused\n",
            "\(outcome.errors)")
    }
}
