import ConfiguredEventBus
import EventBus
import NIOHTTP1
import RedisClient
import RedisEventBus
import TestSupport
import Testing

@testable import EventGateway

@Suite("The operators' API")
struct OperatorTests {
    @Test(
        "dead letters are listed page by page with what may be shown of them, filtered, shown, redriven and discarded")
    func deadLetters() async throws {
        try await ShopBench.run { shop in
            for number in 0..<5 {
                try await bury(shop, order: "a\(number)", number, note: "a secret", error: "no stock for a secret")
            }
            let first = try await shop.gateway.ask("/dead-letters?limit=3&group=packers")
            #expect(first.status == 200)
            #expect(!first.text.contains("secret"))
            #expect(first.string("letters/0/error") == "no stock for ***")
            #expect(first["letters/0/payload/note"] == "***")
            let next = try #require(first.string("next"))
            let rest = try await shop.gateway.ask("/dead-letters?limit=3&group=packers&after=\(next)")
            #expect(rest["next"] == .null)
            #expect(try await shop.gateway.ask("/dead-letters?after=nothing").status == 400)
            #expect(try await shop.gateway.ask("/dead-letters?after=other/0/1-1").status == 404)
            #expect(try await shop.gateway.ask("/dead-letters?stream=other").status == 404)
            for query in ["group=pakcers", "type=order_plcaed", "group=packers&type=nope"] {
                let unknown = try await shop.gateway.ask("/dead-letters?\(query)")
                #expect(unknown.status == 404, "\(query)")
                let known = query.hasPrefix("group=pakcers") ? "packers" : "order_placed"
                #expect(unknown.string("detail")?.contains("; there are \(known)") == true, "\(query)")
            }
            let ids =
                (0..<3).compactMap { first.string("letters/\($0)/id") }
                + (0..<2).compactMap { rest.string("letters/\($0)/id") }
            #expect(Set(ids).count == 5)
            #expect(try await shop.gateway.ask("/dead-letters?error=NO%20STOCK&type=order_placed")["letters/4"] != nil)
            #expect(try await shop.gateway.ask("/dead-letters?type=order_sent")["letters"] == [])

            let one = try await shop.gateway.ask("/dead-letters/orders/\(ids[0])")
            #expect(one.string("id") == ids[0])
            let redriven = try await shop.gateway.ask(
                "/dead-letters/orders/\(ids[0])/redrive", .POST, headers: ["content-type": "application/json"],
                body: #"{"reason":"mended"}"#)
            #expect(redriven["done"] == true)
            let again = try await shop.gateway.ask("/dead-letters/orders/\(ids[0])/redrive", .POST)
            #expect(again.status == 404)
            #expect(try await shop.gateway.ask("/dead-letters/orders/\(ids[1])/discard", .POST).status == 200)
            let audits = try await audit(shop)
            #expect(audits.contains { $0.contains("local") && $0.contains("mended") })
        }
    }

    @Test("a letter whose group and type nobody knows any more is found by both; one without a type is of no type")
    func lettersOfThePast() async throws {
        try await ShopBench.run { shop in
            let client = shop.gateway.bus.client
            let key = shop.gateway.bus.transport.layout.dead("orders", 1)
            let facts = [
                "group", "movers", "consumer", "one", "position", "1-0", "attempts", "1", "reason", "left", "error", "",
                "failed_routes", "", "first_failure", "", "last_failure", "",
            ]
            let event = [
                "id", "0190a6b0-0000-7000-8000-000000000001", "type", "order_moved", "version", "1.0.0", "source", "/x",
                "time", "2026-01-31T09:00:00Z", "subject", "a", "data", "{}",
            ]
            var commands = RedisCommands()
            commands.append("XADD", [key, "*"] + facts + event)
            commands.append("XADD", [key, "*"] + facts + ["kept", "x"])
            for reply in try await client.send(commands) { _ = try reply.get() }
            try await Task.sleep(for: .milliseconds(5))
            #expect(try await shop.gateway.ask("/dead-letters?group=movers")["letters/1"] != nil)
            let typed = try await shop.gateway.ask("/dead-letters?type=order_moved")
            #expect(typed["letters/0"] != nil && typed["letters/1"] == nil)
            let preview = try await shop.gateway.ask("/dead-letters/discard", .POST)
            #expect(Set([preview["kinds/0/type"], preview["kinds/1/type"]]) == [.null, "order_moved"])
        }
    }

    @Test("many dead letters are shown before they are acted on, and acted on when that is said")
    func many() async throws {
        try await ShopBench.run { shop in
            for number in 0..<6 { try await bury(shop, order: "a\(number)", number, error: "late") }
            // Those of the server's present millisecond are not meant.
            try await Task.sleep(for: .milliseconds(5))
            let json: HTTPHeaders = ["content-type": "application/json"]
            let preview = try await shop.gateway.ask(
                "/dead-letters/discard", .POST, headers: json, body: #"{"filter":{"group":"packers"},"limit":4}"#)
            #expect(preview["executed"] == false)
            #expect(preview["matched"] == 4)
            #expect(preview["more"] == true)
            #expect(preview["kinds/0/count"] == 4)
            let misspelt = try await shop.gateway.ask(
                "/dead-letters/discard", .POST, headers: json, body: #"{"filter":{"group":"pakcers"},"execute":true}"#)
            #expect(misspelt.status == 404)
            let done = try await shop.gateway.ask(
                "/dead-letters/discard", .POST, headers: json,
                body: #"{"filter":{"group":["packers"]},"execute":true,"rate":1000,"reason":"old"}"#)
            #expect(done["done"] == 6)
            #expect(done["more"] == false)
            #expect(try await shop.gateway.ask("/dead-letters")["letters"] == [])
        }
    }

    @Test("entries of a dead list are shown in all deployed shapes, and put back or removed")
    func queues() async throws {
        try await ShopBench.run { shop in
            let client = shop.gateway.bus.client
            let message =
                #"{"message_id":"1","message_type":"order_placed","payload":{"order":"a","number":1,"note":"a secret"},"retry_count":4,"max_retries":3}"#
            let quoted = JSONValue.string(message)
            _ = try await client.command(
                "LPUSH", "shop:orders:dlq",
                #"{"original_message":\#(quoted),"error":"late","failed_at":"2026-01-31T09:00:00","original_queue":"shop:orders"}"#
            )
            _ = try await client.command(
                "LPUSH", "shop:orders:dlq",
                #"{"originalMessage":\#(message),"error":"late","timestamp":"2026-01-31T09:00:00Z","queue":"shop:orders"}"#
            )
            _ = try await client.command("LPUSH", "shop:orders:dlq", message)
            let list = try await shop.gateway.ask("/queues/shop:orders/dead")
            #expect((0..<3).map { list.string("letters/\($0)/shape") } == ["python", "typescript", "bare"])
            #expect((0..<3).map { list.string("letters/\($0)/type") } == Array(repeating: "order_placed", count: 3))
            #expect(!list.text.contains("secret"))
            #expect(try await shop.gateway.ask("/queues")["queues/0/dead"] == 3)
            let json: HTTPHeaders = ["content-type": "application/json"]
            let id = try #require(list.string("letters/2/id"))
            let removed = try await shop.gateway.ask(
                "/queues/shop:orders/dead/discard", .POST, headers: json,
                body: #"{"ids":["\#(id)","0000"],"execute":true}"#)
            #expect(removed["done"] == 1)
            #expect(removed["gone"] == 1)
            let preview = try await shop.gateway.ask(
                "/queues/shop:orders/dead/redrive", .POST, headers: json, body: #"{"execute":false}"#)
            #expect(preview["matched"] == 2)
            let redriven = try await shop.gateway.ask(
                "/queues/shop:orders/dead/redrive", .POST, headers: json, body: #"{"execute":true}"#)
            #expect(redriven["done"] == 2)
            #expect(try await shop.gateway.ask("/queues")["queues/0/waiting"] == 2)
            let other = try await shop.gateway.ask("/queues/other/dead")
            #expect(other.status == 404)
            #expect(other.string("detail")?.contains("; there are shop:orders") == true)
            // Most clients, the dashboard among them, write the colon of a list so.
            let encoded = try await shop.gateway.ask("/queues/shop%3Aorders/dead")
            #expect(encoded.status == 200)
            #expect(encoded["total"] == 0)
        }
    }

    @Test(
        "entries of a dead list are only shown unless it is said that they are meant, and an empty list of ids means none",
        arguments: LetterAct.allCases)
    func queuePreview(act: LetterAct) async throws {
        try await ShopBench.run { shop in
            let json: HTTPHeaders = ["content-type": "application/json"]
            for text in ["{}", "[]"] {
                _ = try await shop.gateway.bus.client.command("LPUSH", "shop:orders:dlq", text)
            }
            let path = "/queues/shop:orders/dead/\(act.rawValue)"
            for body in [nil, "{}", #"{"reason":"old"}"#, #"{"execute":false}"#] {
                let shown = try await shop.gateway.ask(path, .POST, headers: json, body: body)
                #expect(shown.status == 200)
                #expect(shown["executed"] == false, "\(body ?? "no body")")
                #expect(shown["matched"] == 2)
                #expect(shown["gone"] == 0)
            }
            let named = try await shop.gateway.ask(path, .POST, headers: json, body: #"{"ids":"0000"}"#)
            #expect(named["matched"] == 0)
            #expect(named["gone"] == 1)
            let empty = try await shop.gateway.ask(path, .POST, headers: json, body: #"{"ids":[],"execute":true}"#)
            #expect(empty.status == 400)
            #expect(empty.string("detail")?.contains("name ids, or leave the member out") == true)
            #expect(try await shop.gateway.ask("/queues")["queues/0/dead"] == 2)
            let done = try await shop.gateway.ask(path, .POST, headers: json, body: #"{"execute":true}"#)
            #expect(done["executed"] == true)
            #expect(done["done"] == 2)
            #expect(try await shop.gateway.ask("/queues")["queues/0/dead"] == 0)
        }
    }

    @Test("a group is paused and resumed, by whom and why being told")
    func groups() async throws {
        try await ShopBench.run { shop in
            let paused = try await shop.gateway.ask(
                "/groups/orders/packers/pause", .POST, headers: ["content-type": "application/json"],
                body: #"{"reason":"stocktaking"}"#)
            #expect(paused["paused"] == true)
            let groups = try await shop.gateway.ask("/groups")
            #expect(groups.string("groups/0/name") == "packers")
            #expect(groups.string("groups/1/name") == "router")
            #expect(groups["groups/1/required"] == true)
            #expect(groups.string("groups/0/pause/reason") == "stocktaking")
            #expect(groups.string("groups/0/pause/by") == "local")
            let resumed = try await shop.gateway.ask("/groups/orders/packers/resume", .POST)
            #expect(resumed["was_paused"] == true)
            #expect(try await shop.gateway.ask("/groups/orders/nobody/pause", .POST).status == 404)
            #expect(try await shop.gateway.ask("/groups/nothing/packers/pause", .POST).status == 404)
        }
    }

    @Test("the overview is served, and streamed to two pages, each of which gets the newest")
    func overview() async throws {
        try await ShopBench.run { shop in
            let unwatched = try await shop.gateway.ask("/overview")
            #expect(unwatched.status == 503)
        }
        let redis = try await TestRedisServer()
        let (answers, counts) = try await GatewayBench.withWatch(on: redis) { bench in
            let answer = try await bench.ask("/overview")
            var one = try await EventSource(bench.url("/overview/stream"))
            var two = try await EventSource(bench.url("/overview/stream"))
            let events = [try await one.next(2), try await two.next(2)]
            return (answer, events)
        }
        #expect(answers.status == 200)
        #expect(answers["server/reachable"] == true)
        for events in counts {
            #expect(events.map(\.name) == ["overview", "overview"])
            #expect(events[0]["status"] == "healthy" || events[0]["status"] == "degraded")
            #expect(events[0]["time"] != events[1]["time"])
        }
    }

    @Test("streams of the overview and of events share the places, and one that is left is free")
    func places() async throws {
        let redis = try await TestRedisServer()
        var configuration = GatewayConfiguration(port: 0)
        configuration.limits.streams = 2
        try await GatewayBench.withWatch(on: redis, configuration: configuration) { bench in
            try await withClient { client in
                let one = try await EventSource(bench.url("/overview/stream"), by: client)
                let two = try await EventSource(bench.url("/events"), by: client)
                #expect([one.status, two.status] == [200, 200])
                for path in ["/overview/stream", "/events"] {
                    let late = try await bench.ask(path)
                    #expect(late.status == 503, "\(path)")
                    #expect(late.headers.first(name: "retry-after") == "10", "\(path)")
                }
            }
            let areFree = try await withClient { client in
                try await eventually {
                    let one = try await EventSource(bench.url("/overview/stream"), by: client)
                    let two = try await EventSource(bench.url("/overview/stream"), by: client)
                    return [one.status, two.status] == [200, 200]
                }
            }
            #expect(areFree)
        }
    }

    @Test("behind the last place that there can be is an empty page")
    func lastPlace() async throws {
        try await ShopBench.run { shop in
            let place = "18446744073709551615-18446744073709551615"
            for stream in ["orders/0", "orders/2", "payments/0"] {
                let page = try await shop.gateway.ask("/dead-letters?after=\(stream)/\(place)")
                #expect(page.status == 200, "\(page.text)")
                #expect(page["letters"] == [] && page["next"] == .null)
            }
            let before = try await shop.gateway.ask("/dead-letters?after=orders/0/18446744073709551615-0")
            #expect(before.status == 200)
        }
    }

    @Test(
        "a body that says something else than it may is refused",
        arguments: [
            ("[]", 400), ("{", 400), (#"{"reasn":"x"}"#, 400), (#"{"reason":1}"#, 400), (#"{"execute":"yes"}"#, 400),
            (#"{"rate":0}"#, 400), (#"{"filter":[]}"#, 400), (#"{"filter":{"streem":"orders"}}"#, 400),
            (#"{"filter":{"group":[]}}"#, 400), (#"{"filter":{"stream":"nothing"}}"#, 404),
            (#"{"filter":{"before":"then"}}"#, 400),
            (#"{"filter":{"type":"\#(String(repeating: "x", count: 1_001))"}}"#, 400),
        ])
    func bodies(body: String, status: Int) async throws {
        try await ShopBench.run { shop in
            let answer = try await shop.gateway.ask(
                "/dead-letters/discard", .POST, headers: ["content-type": "application/json"], body: body)
            #expect(answer.status == status)
            #expect(answer.string("detail")?.isEmpty == false)
        }
    }

    /// Writes a dead letter as a group does.
    private func bury(
        _ shop: ShopBench, order: String, _ number: Int, note: String? = nil, error: String
    ) async throws {
        let receipt = try await shop.append("order_placed", order: order, number, note: note)
        let position = try #require(receipt.position)
        let client = shop.gateway.bus.client
        for partition in 0..<3 {
            let found = try await client.command("XRANGE", shop.log("orders", partition), "\(position)", "\(position)")
            guard found.count == 1 else { continue }
            var grouping = RedisCommands()
            grouping.append("XGROUP", "CREATE", shop.log("orders", partition), "packers", "0")
            let made = try await client.reply(to: grouping)
            // The second letter of a partition finds the group there.
            #expect(made.isOK || made.error?.code == "BUSYGROUP")
            let facts = [
                "group", "packers", "consumer", "one", "position", "\(position)", "attempts", "1", "reason",
                "attempts_used_up", "error", error, "failed_routes", "", "first_failure", "\(Timestamp.now)",
                "last_failure", "\(Timestamp.now)",
            ]
            let dead = shop.gateway.bus.transport.layout.dead("orders", partition)
            let entry = found[0][1].map { $0.string ?? "" }
            var commands = RedisCommands()
            commands.append("XADD", [dead, "*"] + facts + entry)
            for reply in try await client.send(commands) { _ = try reply.get() }
            return
        }
        Issue.record("the event is in no partition")
    }

    private func audit(_ shop: ShopBench) async throws -> [String] {
        var entries: [String] = []
        for partition in 0..<3 {
            let key = shop.gateway.bus.transport.layout.audit("orders", partition)
            for entry in try await shop.gateway.bus.client.command("XRANGE", key, "-", "+") {
                entries.append(entry[1].map { $0.string ?? "" }.joined(separator: " "))
            }
        }
        return entries
    }
}
