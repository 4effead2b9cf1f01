import AsyncHTTPClient
import EventBus
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle
import TestSupport
import Testing

@testable import EventGateway

@Suite("Connections of the live stream")
struct StreamConnectionTests {
    @Test("more clients than there are places for are told to come later, and a place that is left is free")
    func places() async throws {
        var limits = StreamLimits()
        limits.clients = 1
        try await ShopBench.run(limits: limits) { shop in
            try await withClient { client in
                var source = try await EventSource(shop.gateway.url("/events"), by: client)
                _ = try await source.firstID()
                let refused = try await shop.gateway.ask("/events")
                #expect(refused.status == 503)
                #expect(refused.headers.first(name: "retry-after") == "10")
            }
            // Nobody publishes: the place is free since the connection is closed, not since a write failed.
            let isFree = await eventually {
                guard let again = try? await EventSource(shop.gateway.url("/events")) else { return false }
                return again.status == 200
            }
            #expect(isFree)
        }
    }

    @Test("a client that reads nothing is closed, and the others go on")
    func stalled() async throws {
        var limits = StreamLimits()
        limits.stall = .milliseconds(300)
        try await ShopBench.run(limits: limits) { shop in
            let note = String(repeating: "x", count: 60_000)
            let closed = ClosedFlag()
            // A buffer that the kernel may enlarge could take all of it.
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelOption(.autoRead, value: false)
                .channelOption(.socketOption(.so_rcvbuf), value: 65_536)
                .connect(host: "127.0.0.1", port: shop.gateway.port) { channel in
                    channel.eventLoop.makeSucceededFuture(channel)
                }
            try await channel.writeAndFlush(
                ByteBuffer(string: "GET /events?from=beginning HTTP/1.1\r\nhost: localhost\r\n\r\n"))
            async let appending: Void = {
                for number in 0..<200 { try await shop.append("order_placed", order: "a", number, note: note) }
            }()
            // Another reads, and misses nothing.
            var source = try await EventSource(shop.gateway.url("/events?from=beginning"))
            #expect(try await source.next(200).count == 200)
            try await appending
            // What was closed says so once it is read: at most what the socket held comes, and not all 12 MB.
            try await channel.pipeline.addHandler(CountingHandler(closed)).get()
            try await channel.setOption(.autoRead, value: true).get()
            #expect(await eventually { closed.isClosed })
            #expect(closed.bytes < 200 * note.utf8.count)
        }
    }

    @Test("a shutdown tells clients, and does not wait for them")
    func shutdown() async throws {
        let redis = try await TestRedisServer()
        let took = try await GatewayBench.runService(on: redis) { port, group in
            var sources: [EventSource] = []
            for _ in 0..<5 {
                var source = try await EventSource("http://127.0.0.1:\(port)/events")
                _ = try await source.firstID()
                sources.append(source)
            }
            // One that reads nothing.
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelOption(.autoRead, value: false)
                .connect(host: "127.0.0.1", port: port) { $0.eventLoop.makeSucceededFuture($0) }
            try await channel.writeAndFlush(ByteBuffer(string: "GET /events HTTP/1.1\r\nhost: localhost\r\n\r\n"))
            let began = ContinuousClock.now
            await group.triggerGracefulShutdown()
            for index in sources.indices { #expect(try await sources[index].next() == nil) }
            return began
        }
        #expect(took < .seconds(2))
    }

    @Test("while Redis is away clients wait, and get what is appended once it is back")
    func away() async throws {
        try await ShopBench.run { shop in
            var source = try await EventSource(shop.gateway.url("/events?stream=payments&from=beginning"))
            try await shop.append("order_paid", order: "a", 1)
            #expect(try await source.next()?.number() == 1)
            try await shop.gateway.redis.restart()
            let isBack = await eventually { (try? await shop.append("order_paid", order: "a", 2)) != nil }
            #expect(isBack)
            var seen: [String] = []
            while let event = try await source.next() {
                seen.append(event.name)
                if event.name == "order_paid" { break }
            }
            // The bench's server keeps nothing, so its log is another one now.
            #expect(seen == ["gap", "order_paid"])
        }
    }
}
