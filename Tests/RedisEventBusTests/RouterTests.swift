import EventBus
import RedisClient
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("The router on a real server")
struct RouterTests {
    @Test("each event is put on the list and the channels that its entry names, in the declared wires")
    func destinations() async throws {
        try await TestBus.run { test in
            let messages = try await test.client.subscribe(to: ["parcels:queue:pubsub", "parcels:events:parcel_sent"])
            let receipt = try await test.bus.publish(
                ParcelSent(parcel: "p-\"1\"", weight: 3), context: PublishContext(correlationID: "story"))
            try await routing(test) { try await test.client.command("LLEN", "parcels:queue").integer == 1 }
            let item = try await test.client.command("RPOP", "parcels:queue").bytes
            let envelope = try JSONReader.read(item) { (json) throws(InvalidPayload) in
                try json.open(FieldNames(""))
                return json.close()
            }
            #expect(
                envelope.members.map(\.name) == [
                    "message_id", "message_type", "timestamp", "payload", "retry_count", "max_retries",
                ])
            #expect(envelope["message_id"] == .string(receipt.eventID.description))
            #expect(envelope["message_type"] == .string("parcel_sent"))
            #expect(String(decoding: item, as: UTF8.self).contains(#""payload":{"parcel":"p-\"1\"","weight":3}"#))
            #expect(String(decoding: item, as: UTF8.self).hasSuffix(#""retry_count":0,"max_retries":2}"#))
            var received: [String: String] = [:]
            for await case .message(let channel, let payload) in messages {
                received[channel] = String(decoding: payload, as: UTF8.self)
                if received.count == 2 { break }
            }
            #expect(received["parcels:queue:pubsub"] == #"{"parcel":"p-\"1\"","weight":3}"#)
            let event = received["parcels:events:parcel_sent"] ?? ""
            #expect(
                event.hasPrefix(#"{"specversion":"1.0","type":"org.example.parcels.parcel_sent.v1","source":"tests""#))
            #expect(event.contains(#""subject":"p-\"1\"""#) && event.contains(#""correlationid":"story""#))
            await messages.close()
        }
    }

    @Test("a list has the log's order")
    func order() async throws {
        try await TestBus.run { test in
            try await test.bus.publish(contentsOf: (0..<1_000).map { ParcelSent(parcel: "p-\($0)", weight: $0) })
            try await routing(test) { try await test.client.command("LLEN", "parcels:queue").integer == 1_000 }
            #expect(try await weights(test) == Array(0..<1_000))
        }
    }

    @Test("two routers that race put every event on the list once")
    func race() async throws {
        try await TestBus.run { test in
            let (other, bus) = try TestBus.connect(to: test.server)
            let second = Task { try await bus.router(consumer: "second").run() }
            try await test.bus.publish(contentsOf: (0..<2_000).map { ParcelSent(parcel: "p-\($0)", weight: $0) })
            try await routing(test) {
                let length = try await test.client.command("LLEN", "parcels:queue").integer ?? 0
                let pending = try await test.pending("router")
                return length >= 2_000 && pending == 0
            }
            second.cancel()
            try await second.value
            await other.close()
            #expect(try await weights(test).sorted() == Array(0..<2_000))
        }
    }

    @Test("a route that fails is named in one dead letter; the event's other routes are served")
    func failedRoute() async throws {
        try await TestBus.run { test in
            _ = try await test.client.command("SET", "parcels:queue", "in the way")
            let messages = try await test.client.subscribe(to: ["parcels:events:parcel_sent"])
            try await test.bus.publish(ParcelSent(parcel: "p", weight: 1))
            try await routing(test) { try await test.client.command("XLEN", test.dead).integer == 1 }
            let letter = try await test.entries(of: test.dead)[0]
            #expect(letter.first { $0.name == "failed_routes" }?.value == "parcels:queue")
            #expect(letter.first { $0.name == "reason" }?.value == "route_failed")
            #expect(letter.first { $0.name == "data" }?.value == #"{"parcel":"p","weight":1}"#)
            #expect(try await test.pending("router") == 0)
            var isReceived = false
            for await case .message in messages {
                isReceived = true
                break
            }
            #expect(isReceived)
            await messages.close()
        }
    }

    @Test("junk, unknown types and wrong JSON are dead letters; what comes behind them is routed")
    func poison() async throws {
        try await TestBus.run { test in
            _ = try await test.client.command("XADD", test.log, "*", "hello", "junk")
            _ = try await test.client.command("XADD", test.log, "*", "id", "x", "type", "no_such", "data", "{}")
            _ = try await test.client.command("XADD", test.log, "*", "id", "x", "type", "parcel_sent", "data", "{]")
            try await test.bus.publish(ParcelSent(parcel: "p", weight: 7))
            try await routing(test) {
                let length = try await test.client.command("LLEN", "parcels:queue").integer
                let pending = try await test.pending("router")
                return length == 1 && pending == 0
            }
            #expect(try await weights(test) == [7])
            let reasons = try await test.entries(of: test.dead).compactMap { $0.first { $0.name == "reason" }?.value }
            #expect(Set(reasons) == ["malformed", "unknown_type", "undecodable"])
        }
    }

    @Test("at maxmemory the router waits, loses nothing, and goes on when there is room")
    func fullMemory() async throws {
        try await TestBus.run { test in
            try await test.bus.publish(contentsOf: (0..<50).map { ParcelSent(parcel: "p-\($0)", weight: $0) })
            _ = try await test.client.command("XGROUP", "CREATE", test.log, "router", "0")
            _ = try await test.client.command("CONFIG", "SET", "maxmemory", "1")
            let router = test.bus.router(consumer: "r")
            let running = Task { try await router.run() }
            #expect(try await eventually { try await test.pending("router") == 50 })
            #expect(try await test.client.command("EXISTS", "parcels:queue").integer == 0)
            _ = try await test.client.command("CONFIG", "SET", "maxmemory", "0")
            #expect(try await eventually { try await test.client.command("LLEN", "parcels:queue").integer == 50 })
            running.cancel()
            try await running.value
            #expect(try await weights(test) == Array(0..<50))
        }
    }

    private func weights(_ test: TestBus) async throws -> [Int] {
        try await test.client.command("LRANGE", "parcels:queue", "0", "-1").reversed().compactMap { item in
            guard let text = item.string, let range = text.range(of: "\"weight\":") else { return nil }
            return Int(text[range.upperBound...].prefix { $0.isNumber })
        }
    }

    private func routing(_ test: TestBus, until condition: @escaping () async throws -> Bool) async throws {
        let router = test.bus.router(consumer: "first")
        let running = Task { try await router.run() }
        let holds = try await eventually(condition)
        running.cancel()
        try await running.value
        #expect(holds)
    }
}

extension String {
    /// Where a text first stands.
    fileprivate func range(of text: String) -> Range<Index>? {
        indices.lazy.first { self[$0...].hasPrefix(text) }.map { $0..<index($0, offsetBy: text.count) }
    }
}
