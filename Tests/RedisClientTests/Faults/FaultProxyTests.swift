import RedisClient
import TestSupport
import Testing

@Suite("The proxy that the tests of faults rely on")
struct FaultProxyTests {
    private struct Setting {
        let server: TestRedisServer
        let proxy: FaultProxy
        let client: RedisClient
    }

    private func run(
        commandTimeout: Duration = .seconds(5), _ body: (Setting) async throws -> Void
    ) async throws {
        let server = try await TestRedisServer()
        let proxy = try await FaultProxy(to: server)
        var configuration = try RedisConfiguration(url: proxy.url)
        configuration.commandTimeout = commandTimeout
        configuration.reconnectBackoff = RedisBackoff(base: .milliseconds(5), maximum: .milliseconds(20))
        let client = RedisClient(configuration: configuration)
        do { try await body(Setting(server: server, proxy: proxy, client: client)) } catch {
            await client.close()
            throw error
        }
        await client.close()
        await proxy.stop()
        await server.stop()
    }

    @Test("what is sent through it arrives, and so does the answer")
    func passesOn() async throws {
        try await run { it in
            let text = String(repeating: "x", count: 300_000)
            try await it.client.command("SET", "key", text)
            #expect(try await it.client.command("GET", "key").string == text)
            #expect(it.proxy.connectionCount == 1)
        }
    }

    @Test("a request that is cut one byte short is not carried out; one that is cut behind its last byte is")
    func cutsRequests() async throws {
        try await run { it in
            try await it.client.connect()
            // *3 SET key value: 4 + 9 + 9 + 11 bytes.
            await it.proxy.cut(.toServer, afterBytes: 32)
            await #expect(throws: RedisError.self) { try await it.client.command("SET", "one", "value") }
            #expect(try await it.client.command("EXISTS", "one").integer == 0)
            await it.proxy.cut(.toServer, afterBytes: 33)
            await #expect(throws: RedisError.self) { try await it.client.command("SET", "two", "value") }
            #expect(await eventually { it.server.ask("EXISTS two").hasPrefix(":1") })
        }
    }

    @Test("a reply is cut where it was said, after the request was carried out")
    func cutsReplies() async throws {
        try await run { it in
            for count in 0..<4 {
                try await it.client.connect()
                await it.proxy.cut(.toClient, afterBytes: count)
                await #expect(throws: RedisError.self) { try await it.client.command("INCR", "n") }
                #expect(it.server.ask("GET n").contains("\(count + 1)\r\n"))
            }
        }
    }

    @Test("a frozen connection delivers after the client has given it up; a new one is not concerned")
    func freezes() async throws {
        try await run(commandTimeout: .milliseconds(500)) { it in
            try await it.client.connect()
            await it.proxy.freeze(.toServer)
            let error = await #expect(throws: RedisError.self) { try await it.client.command("INCR", "n") }
            #expect(error?.delivery == .outcomeUnknown)
            #expect(try await it.client.command("EXISTS", "n").integer == 0)
            #expect(it.proxy.heldByteCount(.toServer) > 0)
            await it.proxy.thaw()
            #expect(await eventually { it.server.ask("GET n").contains("$1\r\n1") })
        }
    }

    @Test("what it delays keeps its order, and what it refuses is closed")
    func delaysAndRefuses() async throws {
        try await run { it in
            try await it.client.connect()
            await it.proxy.delay(.milliseconds(20))
            #expect(try await it.client.command("RPUSH", "list", "1").integer == 1)
            await it.proxy.delay(.zero)
            #expect(try await it.client.command("RPUSH", "list", "2").integer == 2)
            await it.proxy.refuseConnections()
            let isRefused = await eventually { await !it.client.answers("PING") }
            #expect(isRefused)
            await it.proxy.acceptConnections()
            let isBack = await eventually { await it.client.answers("PING") }
            #expect(isBack)
        }
    }
}

extension RedisClient {
    fileprivate func answers(_ command: String) async -> Bool { (try? await self.command(command)) != nil }
}
