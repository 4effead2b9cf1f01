import TestSupport
import Testing

@testable import RedisClient

@Suite("blocking connections", .timeLimit(.minutes(1)))
struct BlockingConnectionTests {
    private func with(_ body: (RedisClient, RedisBlockingConnection, TestRedisServer) async throws -> Void) async throws
    {
        let server = try await TestRedisServer()
        let client = RedisClient(configuration: RedisConfiguration(address: .unixSocket(path: server.socketPath)))
        let connection = try await client.blockingConnection()
        try await body(client, connection, server)
        await connection.close()
        await client.close()
        await server.stop()
    }

    private func isBlocked(_ client: RedisClient) async -> Bool {
        let info = try? await client.command("INFO", "clients").string
        return info?.contains("blocked_clients:1") == true
    }

    @Test("a blocking command holds up nobody else, and gets what comes")
    func blocking() async throws {
        try await with { client, connection, _ in
            async let popped = connection.send(commands(["BLPOP", "list", "10"]), deadline: .seconds(20))
            #expect(await eventually { await isBlocked(client) })
            _ = try await client.command("RPUSH", "list", "x")
            let found1 = try await popped[1].string
            #expect(found1 == "x")
            let next = try await connection.send(commands(["PING"]), deadline: .seconds(5)).description
            #expect(next == "+PONG")
        }
    }

    @Test("a blocked read is ended from outside as if its time were up, and the connection goes on")
    func unblock() async throws {
        try await with { client, connection, _ in
            let found2 = try await connection.unblock()
            #expect(found2 == false)
            for ending in 0..<2 {
                async let read = connection.send(
                    commands(["XREAD", "BLOCK", "0", "STREAMS", "log", "$"]), deadline: .seconds(20))
                #expect(await eventually { await isBlocked(client) })
                if ending == 0 { _ = try await connection.unblock() } else { connection.interrupt() }
                let holds3 = try await read.isNull
                #expect(holds3)
            }
            #expect(connection.isOpen)
            let found4 = try await connection.send(commands(["PING"]), deadline: .seconds(5)).string
            #expect(found4 == "PONG")
        }
    }

    @Test("a blocked read past its deadline fails and closes the connection, for it is out of step")
    func deadline() async throws {
        try await with { client, connection, _ in
            // A long deadline that has been kept must not stand in for the short one that follows.
            _ = try await connection.send(commands(["PING"]), deadline: .seconds(600))
            let start = ContinuousClock.now
            let error = await failure { () throws(RedisError) in
                try await connection.send(commands(["BLPOP", "list", "0"]), deadline: .milliseconds(50))
            }
            #expect(ContinuousClock.now - start < .seconds(20))
            #expect(error?.code == .timeout && error?.delivery == .outcomeUnknown)
            #expect(await eventually { !connection.isOpen })
            let late = await failure { () throws(RedisError) in
                try await connection.send(commands(["PING"]), deadline: .seconds(5))
            }
            #expect(late?.delivery == .notSent)
            let found5 = try await client.command("PING").string
            #expect(found5 == "PONG")
        }
    }

    @Test("closing ends a blocked read; so does the server's end")
    func closing() async throws {
        try await with { client, connection, server in
            let read = Task {
                await failure { () throws(RedisError) in
                    try await connection.send(commands(["BLPOP", "list", "0"]), deadline: .seconds(20))
                }
            }
            #expect(await eventually { await isBlocked(client) })
            await connection.close()
            #expect(await read.value?.code == .closed)

            let other = try await client.blockingConnection()
            #expect(other.clientID != connection.clientID)
            let lost = Task {
                await failure { () throws(RedisError) in
                    try await other.send(commands(["BLPOP", "list", "0"]), deadline: .seconds(20))
                }
            }
            #expect(await eventually { await isBlocked(client) })
            server.kill()
            #expect(await lost.value?.code == .connectionLost)
            #expect(
                await failure { () throws(RedisError) in try await client.blockingConnection() }?.code == .notConnected)
        }
    }
}
