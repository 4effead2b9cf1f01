import TestSupport
import Testing

@testable import RedisClient

@Suite("the fence behind a lost connection")
struct FenceTests {
    private func client(_ url: String, _ change: (inout RedisConfiguration) -> Void = { _ in }) throws -> RedisClient {
        var configuration = try RedisConfiguration(url: url)
        configuration.reconnectBackoff = RedisBackoff(base: .milliseconds(1), maximum: .milliseconds(10))
        configuration.commandTimeout = .milliseconds(500)
        change(&configuration)
        return RedisClient(configuration: configuration)
    }

    @Test("an append whose answer was lost names its connection; after the fence, what was held back has no effect")
    func closes() async throws {
        let server = try await TestRedisServer()
        let proxy = try await FaultProxy(to: server)
        let client = try client(proxy.url)
        try await client.connect()
        let first = try #require(client.health.identity)
        #expect(try await client.fence(first) == .inUse)

        await proxy.freeze(.toServer)
        let error = await #expect(throws: RedisError.self) { try await client.command("INCR", "n") }
        #expect(error?.connection == first)
        #expect(try await client.fence(first) == .closed)
        await proxy.thaw()
        // The server takes what comes from the proxy in its order, and closes what it closes at once.
        #expect(try await client.command("EXISTS", "n").integer == 0)
        #expect(try await client.fence(first) == .closed)
        await client.close()
        await proxy.stop()
        await server.stop()
    }

    @Test("what is done about a lost connection follows from the present one alone")
    func steps() {
        let lost = RedisConnectionIdentity(clientID: 7, runID: "a")
        func step(_ connection: RedisHealth.Connection, _ clientID: Int64?, _ runID: String?) -> RedisFence.Step {
            RedisFence.step(
                for: lost,
                RedisHealth(
                    connection: connection, breaker: .closed, reconnects: 0, inFlightCommands: 0, unsentCommands: 0,
                    suspendedCallers: 0, clientID: clientID, runID: runID, lastError: nil))
        }
        #expect(step(.connected, 7, "a") == .known(.inUse))
        #expect(step(.connected, 9, "a") == .kill(over: RedisConnectionIdentity(clientID: 9, runID: "a")))
        #expect(step(.connected, 7, "b") == .known(.closed), "the run that had it is over")
        #expect(step(.connected, nil, "a") == .known(.untold))
        #expect(step(.connected, 9, nil) == .known(.untold))
        for connection in [RedisHealth.Connection.idle, .connecting, .waiting, .closed] {
            #expect(step(connection, nil, nil) == .disconnected, "it is down, which says nothing of the user's rights")
        }
    }

    @Test("where the server was started again, no connection is closed, though one has the same id")
    func innocentNeighbour() async throws {
        let server = try await TestRedisServer()
        func nextID() throws -> Int64 {
            try #require(Int64(server.ask("CLIENT ID").dropFirst().prefix { $0.isNumber })) + 1
        }
        // Far ahead of what it takes to see that a server is up.
        while try nextID() < 300 {}
        let client = try client(server.url)
        try await client.connect()
        let old = try #require(client.health.identity)
        try await server.restart()
        let isBack = await eventually { client.health.connection == .connected && client.health.identity != old }
        #expect(isBack)
        while try nextID() < old.clientID {}
        let neighbour = try self.client(server.url)
        try await neighbour.connect()
        #expect(neighbour.health.clientID == old.clientID)
        #expect(try await client.fence(old) == .closed)
        try await neighbour.command("PING")
        #expect(neighbour.health.reconnects == 0 && neighbour.health.clientID == old.clientID)
        await neighbour.close()
        await client.close()
        await server.stop()
    }

    @Test("a server that refuses to close it, or does not say who it is, is no fence")
    func denied() async throws {
        let server = try await TestRedisServer()
        server.ask("ACL SETUSER nokill on >p ~* &* +@all -client|kill")
        server.ask("ACL SETUSER noinfo on >p ~* &* +@all -info")
        let other = RedisConnectionIdentity(clientID: 1, runID: "another")
        for (user, expected) in [("nokill", RedisFence.closed), ("noinfo", .untold)] {
            let client = try client(server.url) { configuration in
                configuration.username = user
                configuration.password = "p"
            }
            #expect(try await client.fence(other) == expected)
            if let run = client.health.runID {
                let fence = try await client.fence(RedisConnectionIdentity(clientID: 999, runID: run))
                guard case .denied(let error) = fence else {
                    Issue.record("not denied but \(fence)")
                    continue
                }
                #expect(error.code == "NOPERM")
            }
            await client.close()
        }
        await server.stop()
    }

    @Test("an open circuit says how long it stays open, and why it opened")
    func circuit() async throws {
        let client = try client("unix:///no/such/socket") { configuration in
            configuration.circuitBreaker = RedisCircuitBreakerPolicy(failureThreshold: 2, openDuration: .seconds(30))
            configuration.commandTimeout = .seconds(5)
        }
        _ = try? await client.command("PING")
        let error = await #expect(throws: RedisError.self) { try await client.command("PING") }
        #expect(error?.code == .circuitOpen)
        let message = error?.message ?? ""
        #expect(message.hasPrefix("the circuit is open for another "), "\(message)")
        #expect(message.contains("s after 2 failures in a row: cannot connect to /no/such/socket"), "\(message)")
        guard case .open(let remaining) = client.health.breaker else {
            Issue.record("the breaker is \(client.health.breaker)")
            return
        }
        #expect(remaining > .seconds(20) && remaining <= .seconds(30))
        await client.close()
    }
}
