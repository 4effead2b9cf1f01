import TestSupport
import Testing

@testable import RedisClient

@Suite("subscriptions", .timeLimit(.minutes(1)))
struct SubscriptionTests {
    private func with(_ body: (RedisClient, TestRedisServer) async throws -> Void) async throws {
        let server = try await TestRedisServer()
        var configuration = RedisConfiguration(address: .unixSocket(path: server.socketPath))
        configuration.reconnectBackoff = RedisBackoff(base: .milliseconds(5), maximum: .milliseconds(50))
        let client = RedisClient(configuration: configuration)
        try await body(client, server)
        await client.close()
        await server.stop()
    }

    private func message(_ channel: String, _ text: String) -> RedisSubscriptionEvent {
        .message(channel: channel, payload: Array(text.utf8))
    }

    @Test("once subscribed, every message of every channel comes, in order")
    func messages() async throws {
        try await with { client, _ in
            let subscription = try await client.subscribe(to: ["a", "b"])
            // Confirmed: what is published from here on is not missed.
            let found1 = try await client.command("PUBLISH", "a", "1").integer
            #expect(found1 == 1)
            let found2 = try await client.command("PUBLISH", "b", "2").integer
            #expect(found2 == 1)
            let found3 = try await client.command("PUBLISH", "c", "3").integer
            #expect(found3 == 0)
            let found4 = try await client.command("PUBLISH", "a", "4").integer
            #expect(found4 == 1)
            var events = subscription.makeAsyncIterator()
            #expect(await events.next() == message("a", "1"))
            #expect(await events.next() == message("b", "2"))
            #expect(await events.next() == message("a", "4"))
            await subscription.close()
            #expect(await events.next() == nil)
        }
    }

    @Test("a lost connection is replaced, the channels subscribed again, and the gap announced")
    func resubscribes() async throws {
        try await with { client, server in
            let subscription = try await client.subscribe(to: ["a"])
            var events = subscription.makeAsyncIterator()
            for round in 0..<3 {
                if round < 2 { server.ask("CLIENT KILL TYPE pubsub") } else { try await server.restart() }
                guard case .resubscribed(let lastHeard) = await events.next() else {
                    Issue.record("the gap was not announced")
                    return
                }
                #expect(lastHeard < .now)
                _ = await eventually { (try? await client.command("PUBLISH", "a", "\(round)").integer) == 1 }
                #expect(await events.next() == message("a", "\(round)"))
            }
            await subscription.close()
        }
    }

    @Test("a slow reader loses nothing: the buffer is bounded, and the rest waits in the network")
    func slowReader() async throws {
        try await with { client, _ in
            let subscription = try await client.subscribe(to: ["a"], bufferLimit: 4)
            var batch = RedisCommands()
            for number in 0..<2_000 { batch.append("PUBLISH", "a", "\(number)") }
            let all = try await client.send(batch).allSatisfy { $0.integer == 1 }
            #expect(all)
            var number = 0
            for await event in subscription {
                #expect(event == message("a", "\(number)"))
                number += 1
                if number == 2_000 { break }
            }
            await subscription.close()
        }
    }

    @Test("a cancelled reader stops, and a subscription that nobody holds ends")
    func ending() async throws {
        try await with { client, _ in
            do {
                let subscription = try await client.subscribe(to: ["a"])
                let reader = Task {
                    for await _ in subscription {}
                    return true
                }
                reader.cancel()
                #expect(await reader.value)
            }
            #expect(try await eventually { try await client.command("PUBLISH", "a", "x").integer == 0 })
        }
    }

    @Test("a user who may not listen is told so")
    func denied() async throws {
        let server = try await TestRedisServer(configuration: ["user deaf on nopass ~* +@all resetchannels"])
        let client = RedisClient(
            configuration: try RedisConfiguration(url: "unix://deaf:x@\(server.socketPath)"))
        let error = await failure { () throws(RedisError) in try await client.subscribe(to: ["a"]) }
        #expect(error?.code == .server("NOPERM"))
        await client.close()
        await server.stop()
    }
}
