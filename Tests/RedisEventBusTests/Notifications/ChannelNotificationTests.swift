import EventBus
import RedisClient
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("Plain channels on a real server")
struct ChannelNotificationTests {
    @Test("after a lost connection the channels are subscribed again, and what may be missing is told with the moment")
    func resubscribed() async throws {
        try await TestBus.run { test in
            let begin = Timestamp.now
            let messages = try await test.bus.notifications(ofChannels: ["a", "b"])
            var iterator = messages.makeAsyncIterator()
            _ = try await test.client.command("PUBLISH", "a", "1")
            let first = await iterator.next()
            #expect(first == .message(channel: "a", payload: Array("1".utf8)))
            _ = try await test.client.command("CLIENT", "KILL", "TYPE", "pubsub")
            guard case .mayHaveMissed(let since) = await iterator.next() else {
                Issue.record("nothing told")
                return
            }
            #expect(since >= begin && since <= .now)
            _ = try await test.client.command("PUBLISH", "b", "2")
            let second = await iterator.next()
            #expect(second == .message(channel: "b", payload: Array("2".utf8)))
            await messages.close()
        }
    }

    @Test("a reader that the server cut off because it was too slow is told that it may have missed messages")
    func tooSlow() async throws {
        try await TestBus.run(configuration: ["client-output-buffer-limit pubsub 256kb 256kb 1"]) { test in
            let messages = try await test.bus.notifications(ofChannels: ["a"], bufferLimit: 8)
            let payload = String(repeating: "x", count: 10_000)
            var commands = RedisCommands()
            for _ in 0..<2_000 { commands.append("PUBLISH", "a", payload) }
            _ = try await test.client.send(commands)
            var iterator = messages.makeAsyncIterator()
            var count = 0
            var isTold = false
            while !isTold, let item = await iterator.next() {
                if case .mayHaveMissed = item { isTold = true } else { count += 1 }
            }
            #expect(isTold && count < 2_000)
            await messages.close()
        }
    }

    @Test("typed: the events of a channel, whichever wire they are written on; what is none comes with its bytes")
    func typed() async throws {
        try await TestBus.run { test in
            let event = ParcelSent(parcel: "a", weight: 3)
            for channel in ["parcels:queue:pubsub", "parcels:events:parcel_sent"] {
                let found = try await test.bus.notifications(of: ParcelSent.self, channel: channel)
                let events = try #require(found)
                let router = Task { try await test.bus.router(consumer: "r-\(channel)").run() }
                try await test.bus.publish(event)
                var iterator = events.makeAsyncIterator()
                guard case .event(let first) = await iterator.next() else {
                    Issue.record("no event on \(channel)")
                    return
                }
                #expect(first == event)
                router.cancel()
                try await router.value
                _ = try await test.client.command("PUBLISH", channel, "junk")
                guard case .unreadable(let bytes, _) = await iterator.next() else {
                    Issue.record("junk was taken for an event")
                    return
                }
                #expect(bytes == Array("junk".utf8))
                await events.close()
            }
            let none = try await test.bus.notifications(of: ParcelDelivered.self)
            #expect(none == nil, "it has no channel")
        }
    }
}
