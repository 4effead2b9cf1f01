import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

@testable import EventBusCommand

@Suite("eventbus serve")
struct ServeProcessTests {
    private static let list = "hokusai:model_ready_queue"
    private static let example = CommandBench.root + "/docs/examples/3-model_ready_to_deploy.json"

    /// Publishes the example, of another model each time: twice the same would be appended once.
    private func publish(_ number: Int = 1, on redis: TestRedisServer) async throws -> Int32 {
        let text = try String(contentsOfFile: Self.example, encoding: .utf8)
            .replacingOccurrences(of: "msg-model/1", with: "msg-model/\(number)")
        return await CommandBench.on(redis.url).run("publish", "model_ready_to_deploy", "--data", text).status.rawValue
    }

    private func waiting(_ redis: TestRedisServer) -> String {
        String(redis.ask("LLEN \(Self.list)").prefix { !$0.isNewline })
    }

    @Test("routes, answers over HTTP, and ends with status 0 on SIGTERM")
    func everything() async throws {
        let redis = try await TestRedisServer()
        let program = try ServedProgram([], redis: redis)
        let address = try await program.address()
        let answer = try await HTTPClient.shared.execute(
            HTTPClientRequest(url: address + "/version"), timeout: .seconds(10))
        #expect(answer.status.code == 200)
        #expect(try await publish(on: redis) == 0)
        #expect(await eventually { waiting(redis) == ":1" }, "\(program.errors)")
        #expect(await program.terminate() == 0)
        #expect(program.errors.contains("serving retention, reaper, router, gateway as"))
        await redis.stop()
    }

    @Test("--only router routes and listens nowhere; --only gateway listens and routes nothing")
    func alone() async throws {
        let redis = try await TestRedisServer()
        let gateway = try ServedProgram(["--only", "gateway"], redis: redis)
        _ = try await gateway.address()
        #expect(try await publish(on: redis) == 0)
        let router = try ServedProgram(["--only", "router"], redis: redis)
        #expect(await eventually { waiting(redis) == ":1" }, "\(router.errors)")
        #expect(!gateway.errors.contains("router"))
        #expect(!router.errors.contains("listening"))
        #expect(await router.terminate() == 0)
        #expect(await gateway.terminate() == 0)
        await redis.stop()
    }

    @Test("starts while Redis is away, and goes on when it comes, goes and comes back")
    func redisComesAndGoes() async throws {
        let redis = try await TestRedisServer(configuration: ["appendonly yes", "appendfsync always"])
        redis.kill()
        let program = try ServedProgram([], redis: redis)
        _ = try await program.address()
        try await redis.start()
        #expect(try await publish(on: redis) == 0)
        #expect(await eventually(within: .seconds(30)) { waiting(redis) == ":1" }, "\(program.errors)")
        try await redis.restart()
        #expect(try await publish(2, on: redis) == 0)
        #expect(await eventually(within: .seconds(30)) { waiting(redis) == ":2" }, "\(program.errors)")
        #expect(await program.terminate() == 0)
        await redis.stop()
    }

    private static func status(_ address: String) async throws -> UInt {
        try await HTTPClient.shared.execute(HTTPClientRequest(url: address), timeout: .seconds(10)).status.code
    }

    @Test("at shutdown /ready says no first, requests are answered for the drain delay, then nothing listens")
    func draining() async throws {
        let redis = try await TestRedisServer()
        let program = try ServedProgram([], redis: redis, environment: ["EVENTBUS_GATEWAY_DRAIN_DELAY": "2s"])
        let address = try await program.address()
        let isReady = await eventually { (try? await Self.status(address + "/ready")) == 200 }
        #expect(isReady)
        let asked = ContinuousClock.now
        async let end = program.terminate()
        let isDraining = await eventually { (try? await Self.status(address + "/ready")) == 503 }
        #expect(isDraining)
        let answered = try await Self.status(address + "/version")
        #expect(answered == 200, "a request within the delay is answered")
        let ended = await end
        #expect(ended == 0)
        #expect(asked.duration(to: .now) >= .seconds(2))
        await #expect(throws: (any Error).self) { try await Self.status(address + "/version") }
        await redis.stop()
    }

    @Test("is refused an address that others can reach unless tokens are configured, and says how to mend it")
    func beyondLoopback() async throws {
        let redis = try await TestRedisServer()
        let program = try ServedProgram(["--host", "0.0.0.0"], redis: redis)
        #expect(await program.end(within: .seconds(20)) == 78)
        #expect(program.errors.contains("“0.0.0.0”, which others can reach, and no tokens are configured"))
        #expect(program.errors.contains("`eventbus token create`"))
        #expect(!program.errors.contains("listening on"))
        await redis.stop()
    }

    @Test("--only relay without an outbox says what is missing")
    func relayWithoutOutbox() async throws {
        let redis = try await TestRedisServer()
        let program = try ServedProgram(["--only", "relay"], redis: redis)
        #expect(await program.end(within: .seconds(20)) == 78)
        #expect(program.errors.contains("EVENTBUS_OUTBOX_PATH"))
        await redis.stop()
    }
}
