import EventBus
import RedisClient
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("Aggregates that are held by a dead letter")
struct HeldAggregateTests {
    private func bench(_ test: TestBus) -> ConsumerBench {
        ConsumerBench(
            test: test,
            policy: DeliveryPolicy(attempts: 1, ackTimeout: .milliseconds(600), afterDeadLetter: .holdAggregate))
    }

    /// Publishes, and lets the first event of "a" become a dead letter.
    private func bury(_ bench: ConsumerBench) async throws {
        let test = bench.test
        try await test.bus.publish(contentsOf: (0..<3).map { ParcelSent(parcel: "a", weight: $0) })
        try await test.bus.publish(ParcelSent(parcel: "b", weight: 7))
        let seen = Log<String>()
        let isHeld = try await bench.consuming("one") { event, _ in
            seen.add("\(event.parcel)\(event.weight)")
            if event.parcel == "a" { throw Refused() }
        } until: {
            #expect(try await eventually { try await test.client.command("HLEN", bench.held).integer == 1 })
            // Later ones join those that wait.
            try await test.bus.publish(ParcelSent(parcel: "a", weight: 3))
            return try await eventually {
                let pending = try await bench.pending()
                return pending.count == 3 && pending.allSatisfy { $0.consumer == "~delayed" } && seen.count == 2
            }
        }
        #expect(isHeld && Set(seen.all) == ["a0", "b7"])
    }

    @Test("later events of the aggregate wait, over a restart too; after a discard they go on in order")
    func discard() async throws {
        try await TestBus.run { test in
            let bench = bench(test)
            try await bury(bench)
            let seen = Log<String>()
            let isDone = try await bench.consuming("two", epoch: 2) { event, _ in
                seen.add("\(event.parcel)\(event.weight)")
            } until: {
                try await test.bus.publish(ParcelSent(parcel: "a", weight: 4))
                try await test.bus.publish(ParcelSent(parcel: "b", weight: 8))
                #expect(try await eventually { try await test.pending("g") == 4 && seen.all == ["b8"] })
                try await test.client.command("HDEL", bench.held, "a")
                return try await eventually { try await test.pending("g") == 0 && seen.count == 5 }
            }
            #expect(isDone)
            #expect(seen.all == ["b8", "a1", "a2", "a3", "a4"])
            #expect(try await bench.letters().count == 1)
        }
    }

    @Test("a redriven dead letter runs first, as its first attempt, then what waited behind it")
    func redrive() async throws {
        try await TestBus.run { test in
            let bench = bench(test)
            try await bury(bench)
            let letter = try #require(try await bench.letters().first?["position"])
            let seen = Log<String>()
            let isDone = try await bench.consuming("two", epoch: 2) { event, delivery in
                seen.add("\(event.parcel)\(event.weight)/\(delivery.attempt)")
            } until: {
                // What a redrive does, in one step.
                var commands = RedisCommands()
                commands.append("MULTI")
                commands.append(
                    "XCLAIM", test.log, "g", "~delayed", "0", letter, "FORCE", "RETRYCOUNT", "0", "JUSTID")
                commands.append("ZADD", bench.delayed, "1", letter)
                commands.append("HDEL", bench.held, "a")
                commands.append("EXEC")
                _ = try await test.client.send(commands)
                return try await eventually { try await test.pending("g") == 0 && seen.count == 4 }
            }
            #expect(isDone)
            #expect(seen.all == ["a0/1", "a1/1", "a2/1", "a3/1"])
        }
    }

    @Test("where a dead letter does not hold its aggregate, a redriven one runs when it comes")
    func redriveWithoutHold() async throws {
        try await TestBus.run { test in
            let bench = ConsumerBench(test: test, policy: DeliveryPolicy(attempts: 1, ackTimeout: .milliseconds(600)))
            try await test.bus.publish(contentsOf: (0..<3).map { ParcelSent(parcel: "a", weight: $0) })
            let seen = Log<String>()
            let isDone = try await bench.consuming { event, delivery in
                seen.add("\(event.weight)/\(delivery.attempt)")
                if event.weight == 0, seen.count == 1 { throw Refused() }
            } until: {
                let isBuried = try await eventually { try await test.pending("g") == 0 && seen.count == 3 }
                #expect(isBuried)
                let letter = try #require(try await bench.letters().first?["position"])
                try await test.client.command(
                    "XCLAIM", test.log, "g", "~delayed", "0", letter, "FORCE", "RETRYCOUNT", "0", "JUSTID")
                try await test.client.command("ZADD", bench.delayed, "1", letter)
                return try await eventually { try await test.pending("g") == 0 && seen.count == 4 }
            }
            #expect(isDone)
            #expect(seen.all == ["0/1", "1/1", "2/1", "0/1"])
        }
    }
}
