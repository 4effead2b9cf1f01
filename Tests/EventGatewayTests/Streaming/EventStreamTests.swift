import AsyncHTTPClient
import ConfiguredEventBus
import EventBus
import NIOCore
import NIOHTTP1
import RedisClient
import TestSupport
import Testing

@testable import EventGateway

@Suite("The live stream of events")
struct EventStreamTests {
    @Test("events come as CloudEvents on one line, each with its type and a cursor over all streams")
    func events() async throws {
        try await ShopBench.run { shop in
            var source = try await EventSource(shop.gateway.url("/events?from=beginning"))
            #expect(source.status == 200)
            #expect(source.headers.first(name: "content-type") == "text/event-stream")
            #expect(source.headers.first(name: "cache-control") == "no-store")
            let placed = try await shop.append("order_placed", order: "a", 1, note: "to ada")
            let first = try #require(try await source.next())
            #expect(first.name == "order_placed")
            #expect(first["type"] == "ai.hokus.shop.order_placed.v1")
            #expect(first["subject"] == "a")
            #expect(first["data"] == ["order": "a", "number": 1, "note": "to ada"])
            let id = try #require(first.id)
            #expect(id.hasPrefix("orders=") && id.contains(";payments="))
            #expect(id.contains("\(try #require(placed.position))"))
            #expect(source.retry == 2_000)
        }
    }

    @Test("a reader that is cut off again and again gets every event once, in each partition's order")
    func cuts() async throws {
        var generator = SeededGenerator("cuts of a live stream")
        let seed = generator.next()
        try await ShopBench.run { shop in
            var random = SeededGenerator(seed: seed)
            let count = 400
            async let publishing: Void = {
                for number in 0..<count {
                    let order = "order-\(number % 7)"
                    try await shop.append(number % 3 == 0 ? "order_paid" : "order_placed", order: order, number)
                }
            }()
            var seen: [Int] = []
            var orders: [String: [Int]] = [:]
            var id: String? = nil
            var cuts = 0
            while seen.count < count {
                let wanted = min(Int.random(in: 1...60, using: &random), count - seen.count)
                try await withClient { client in
                    var source = try await EventSource(
                        shop.gateway.url("/events?from=beginning"), after: id, by: client)
                    for event in try await source.next(wanted) {
                        let number = try #require(event.number())
                        seen.append(number)
                        orders["\(event["subject"] ?? .null) \(event.name)", default: []].append(number)
                    }
                    id = source.lastID
                }
                cuts += 1
            }
            try await publishing
            #expect(cuts > 3)
            #expect(seen.sorted() == Array(0..<count))
            for (order, numbers) in orders { #expect(numbers == numbers.sorted(), "\(order)") }
        }
    }

    @Test("two clients share one reading, and both get everything; a third that begins later gets the rest")
    func sharing() async throws {
        try await ShopBench.run { shop in
            var one = try await EventSource(shop.gateway.url("/events"))
            var two = try await EventSource(shop.gateway.url("/events"))
            let begin = try #require(try await one.firstID())
            _ = try await two.firstID()
            for number in 0..<20 { try await shop.append("order_placed", order: "\(number)", number) }
            let first = try await one.next(20)
            let second = try await two.next(20)
            #expect(first == second)
            #expect(first.map { $0.number() }.sorted { ($0 ?? 0) < ($1 ?? 0) } == Array(0..<20))
            var third = try await EventSource(shop.gateway.url("/events"), after: first[9].id)
            #expect(try await third.next(10) == Array(first[10...]))
            var fourth = try await EventSource(shop.gateway.url("/events"), after: begin)
            #expect(try await fourth.next(20) == first)
        }
    }

    @Test("filters by stream, type and aggregate let through what they name")
    func filters() async throws {
        try await ShopBench.run { shop in
            for number in 0..<3 {
                try await shop.append("order_placed", order: "a", number)
                try await shop.append("order_sent", order: "b", number)
                try await shop.append("order_paid", order: "a", number)
            }
            func names(_ query: String, _ count: Int) async throws -> [String] {
                var source = try await EventSource(shop.gateway.url("/events?from=beginning&\(query)"))
                return try await source.next(count).map { "\($0.name) \($0["subject"] ?? .null)" }
            }
            #expect(try await names("stream=payments", 3) == Array(repeating: "order_paid \"a\"", count: 3))
            for type in ["order_sent", "ai.hokus.shop.order_sent.v1"] {
                #expect(try await names("type=\(type)", 3) == Array(repeating: "order_sent \"b\"", count: 3))
            }
            for type in ["order_snt", "ai.hokus.shop.order_sent.v2", "ai.hokus.shop.order_snt.v1", "order_sent.v1"] {
                let refused = try await shop.gateway.ask("/events?type=\(type)")
                #expect(refused.status == 400, "\(type)")
            }
            let mixed = try await names("aggregate=a&type=order_placed&type=order_sent", 3)
            #expect(mixed == Array(repeating: "order_placed \"a\"", count: 3))
            var source = try await EventSource(shop.gateway.url("/events?stream=payments&from=beginning"))
            let id = try #require(try await source.next()?.id)
            #expect(id.hasPrefix("payments=") && !id.contains("orders"))
        }
    }

    @Test("what a filter holds back moves the cursor all the same, by heartbeats")
    func heartbeats() async throws {
        var limits = StreamLimits()
        limits.heartbeat = .milliseconds(40)
        try await ShopBench.run(limits: limits) { shop in
            var source = try await EventSource(shop.gateway.url("/events?type=order_sent"))
            _ = try await source.firstID()
            let last = try await shop.append("order_paid", order: "a", 1)
            let position = "\(try #require(last.position))"
            // The heartbeats in between carry it.
            try await Task.sleep(for: .milliseconds(200))
            try await shop.append("order_sent", order: "a", 2)
            #expect(try await source.next()?.number() == 2)
            #expect(source.silences > 2)
            var quiet = try await EventSource(shop.gateway.url("/events?type=order_placed"))
            let id = try #require(try await quiet.firstID())
            #expect(id.contains(position))
        }
    }

    @Test("a cursor that is older than the log is told so, and the stream goes on behind the gap")
    func trimmed() async throws {
        try await ShopBench.run { shop in
            for number in 0..<10 { try await shop.append("order_paid", order: "a", number) }
            var before = try await EventSource(shop.gateway.url("/events?stream=payments&from=beginning"))
            let id = try #require(try await before.next(3).last?.id)
            _ = try await shop.gateway.bus.client.command("XTRIM", shop.log("payments", 0), "MAXLEN", "4")
            var source = try await EventSource(shop.gateway.url("/events?stream=payments&type=order_paid"), after: id)
            let gap = try #require(try await source.next())
            #expect(gap.name == "gap")
            #expect(gap["reason"] == "trimmed")
            #expect(gap["stream"] == "payments")
            #expect(gap["from"] != nil && gap["to"] != nil)
            #expect(try await source.next(4).map { $0.number() } == [6, 7, 8, 9])
        }
    }

    @Test("a log that is lost is told to those that follow it and to those that come back, and both go on")
    func lost() async throws {
        try await ShopBench.run { shop in
            for number in 0..<3 { try await shop.append("order_paid", order: "a", number) }
            var source = try await EventSource(shop.gateway.url("/events?stream=payments&from=beginning"))
            let id = try #require(try await source.next(3).last?.id)
            _ = try await shop.gateway.bus.client.command("FLUSHALL")
            let gap = try #require(try await source.next())
            #expect(gap.name == "gap")
            #expect(gap["reason"] == "log_lost")
            try await shop.append("order_paid", order: "a", 10)
            #expect(try await source.next()?.number() == 10)
            var late = try await EventSource(shop.gateway.url("/events?stream=payments"), after: id)
            let events = try await late.next(2)
            #expect(events.first?["reason"] == "log_lost")
            #expect(events.last?.number() == 10)
        }
    }

    @Test(
        "what is no cursor, filter or parameter is refused with a problem that says so",
        arguments: [
            ("from=junk", nil), ("from=orders=1-0", nil), ("from=orders=1-0,x,1-0", nil), ("from=shops=1-0", nil),
            ("", "junk"), ("", "orders=1-0,1-0"), ("", "orders=1-0,1-0,1-0;orders=1-0,1-0,1-0"), ("", ";"),
            ("stream=nothing", nil), ("type=nothing", nil), ("redact=maybe", nil), ("tpye=order_placed", nil),
            ("from=now&from=now", nil),
        ] as [(String, String?)])
    func junk(query: String, id: String?) async throws {
        try await ShopBench.run { shop in
            let answer = try await shop.gateway.ask(
                "/events?\(query)", headers: id.map { ["last-event-id": $0] } ?? [:])
            #expect(answer.status == 400)
            #expect(answer.headers.first(name: "content-type") == "application/problem+json")
            #expect(answer.string("detail")?.isEmpty == false)
        }
    }

    @Test("entries that are no events, and names that could break out of their line, are told as such")
    func foreign() async throws {
        try await ShopBench.run { shop in
            let client = shop.gateway.bus.client
            _ = try await client.command("XADD", shop.log("payments", 0), "*", "by", "hand")
            _ = try await client.command(
                "XADD", shop.log("payments", 0), "*", "id", "1", "type", "x\nevent: forged", "data", "{}")
            _ = try await client.command(
                "XADD", shop.log("payments", 0), "*", "id", "1", "type", "order_paid", "data", "no json\n\n")
            _ = try await client.command(
                "XADD", shop.log("payments", 0), "*", "id", "1", "type", "order_refunded", "data",
                "{\n\"number\":\r\n7}")
            var source = try await EventSource(shop.gateway.url("/events?stream=payments&from=beginning"))
            let events = try await source.next(4)
            #expect(events.map(\.name) == ["foreign", "foreign", "foreign", "order_refunded"])
            #expect(events.last?.number() == 7)
        }
    }

    @Test("with redact=true fields that may not be shown are hidden, and others are not")
    func redaction() async throws {
        try await ShopBench.run { shop in
            try await shop.append("order_placed", order: "a", 1, note: "a secret")
            for query in ["from=beginning&redact=true", "from=beginning&redact=true&type=order_placed"] {
                var source = try await EventSource(shop.gateway.url("/events?\(query)"))
                let event = try #require(try await source.next())
                #expect(!event.data.contains("secret"))
                #expect(event.number() == 1)
            }
            var live = try await EventSource(shop.gateway.url("/events?redact=true"))
            _ = try await live.firstID()
            try await shop.append("order_placed", order: "a", 2, note: "a secret")
            #expect(try await live.next()?.data.contains("secret") == false)
        }
    }
}
