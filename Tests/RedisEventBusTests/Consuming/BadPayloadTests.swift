import EventBus
import RedisClient
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("Payloads that no handler should see, or hardly")
struct BadPayloadTests {
    private func append(_ test: TestBus, subject: String, data: [UInt8]) async throws {
        var command = RedisCommands(reservingCapacity: data.count + 256)
        command.begin("XADD", arguments: 10)
        for argument in [test.log, "*", "id", "x", "type", "parcel_sent", "subject", subject, "data"] {
            command.argument(argument)
        }
        command.argument(data)
        _ = try await test.client.reply(to: command).get()
    }

    @Test("a payload of 5 MB is handled, or becomes a dead letter with all its bytes; its neighbours go on")
    func large() async throws {
        try await TestBus.run { test in
            let bench = ConsumerBench(test: test)
            let filler = String(repeating: "x", count: 5 << 20)
            try await append(
                test, subject: "fine", data: Array(#"{"parcel":"fine","weight":1,"more":"\#(filler)"}"#.utf8))
            try await append(test, subject: "bad", data: Array(#"{"parcel":"bad","weight":"\#(filler)"}"#.utf8))
            try await test.bus.publish(ParcelSent(parcel: "small", weight: 2))
            let seen = Log<String>()
            let isDone = try await bench.consuming { event, delivery in
                seen.add("\(event.parcel)/\(delivery.attempt)")
                if event.parcel == "fine", delivery.attempt == 1 { throw Refused() }
            } until: {
                try await eventually(within: .seconds(30)) { try await test.pending("g") == 0 && seen.count == 3 }
            }
            #expect(isDone)
            #expect(Set(seen.all) == ["fine/1", "fine/2", "small/1"])
            let letters = try await bench.letters()
            #expect(letters.map { $0["reason"] } == ["undecodable"])
            #expect(letters.first?["data"]?.utf8.count == filler.utf8.count + 28)
        }
    }

    @Test("a payload that is no UTF-8 becomes a dead letter with its bytes as they were")
    func invalidText() async throws {
        try await TestBus.run { test in
            let bench = ConsumerBench(test: test)
            let bytes = Array(#"{"parcel":""#.utf8) + [0xff, 0xfe, 0xc3, 0x28] + Array(#"","weight":1}"#.utf8)
            try await append(test, subject: "bad", data: bytes)
            try await test.bus.publish(ParcelSent(parcel: "fine", weight: 2))
            let seen = Log<String>()
            let isDone = try await bench.consuming { event, _ in
                seen.add(event.parcel)
            } until: {
                try await eventually { try await test.pending("g") == 0 && seen.count == 1 }
            }
            #expect(isDone && seen.all == ["fine"])
            let letter = try await test.client.command("XRANGE", test.dead, "-", "+")[0][1]
            var fields = letter.makeIterator()
            var data: [UInt8]?
            while let name = fields.next(), let value = fields.next() {
                if name.string == "data" { data = value.bytes }
            }
            #expect(data == bytes)
        }
    }
}
