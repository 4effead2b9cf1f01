import EventBus
import RedisClient
import Synchronization
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("What a consumer that died leaves behind")
struct RecoveryTests {
    @Test("all that others had in hand is taken over, in order, before anything new is read")
    func takeover() async throws {
        try await TestBus.run { test in
            let bench = ConsumerBench(test: test)
            try await test.bus.publish(contentsOf: (0..<400).map { ParcelSent(parcel: "p", weight: $0) })
            try await bench.leaveBehind(150, by: "one")
            try await bench.leaveBehind(150, by: "two")
            let seen = Log<String>()
            let isDone = try await bench.consuming { event, delivery in
                seen.add("\(event.weight)/\(delivery.attempt)")
            } until: {
                try await eventually { try await test.pending("g") == 0 && seen.count == 400 }
            }
            #expect(isDone)
            #expect(seen.all == (0..<400).map { "\($0)/1" })
        }
    }

    @Test("what is left behind runs alone until one of it completes, and only what runs is charged")
    func probation() async throws {
        try await TestBus.run { test in
            let bench = ConsumerBench(test: test)
            try await test.bus.publish(contentsOf: (0..<20).map { ParcelSent(parcel: "p-\($0)", weight: $0) })
            try await bench.leaveBehind(20)
            let running = Log<Int>()
            let (gate, open) = AsyncStream.makeStream(of: Void.self)
            let isDone = try await bench.consuming { event, _ in
                running.add(event.weight)
                if event.weight == 0 { for await _ in gate {} }
            } until: {
                #expect(await eventually { running.count == 1 })
                try await test.bus.publish(ParcelSent(parcel: "new", weight: 99))
                #expect(try await bench.pending().map(\.count) == [2] + Array(repeating: 1, count: 19))
                #expect(running.all == [0])
                open.finish()
                return try await eventually { try await test.pending("g") == 0 && running.count == 21 }
            }
            #expect(isDone)
        }
    }

    /// A process that dies in the middle of a handler: everything it has stays as it is. One that finds the killer a dead
    /// letter ends well: ended otherwise, it would charge whatever ran then.
    private func die(_ bench: ConsumerBench, name: String, epoch: UInt64, killer: Int) async throws -> Set<Int> {
        let (client, _) = try TestBus.connect(to: bench.test.server)
        let done = Log<Int>()
        let died = Mutex(false)
        let running = try await bench.start(name, epoch: epoch, client: client) { event, _ in
            if died.withLock({ $0 }) { try await Task.sleep(for: .seconds(100)) }
            if event.weight == killer {
                // From here on nothing of this process reaches the server.
                died.withLock { $0 = true }
                await client.close()
                try await Task.sleep(for: .seconds(100))
            }
            done.add(event.weight)
        }
        #expect(
            try await eventually {
                if died.withLock({ $0 }) { return true }
                return try await bench.test.client.command("XLEN", bench.test.dead).integer == 1
            })
        running.stop.stop(died.withLock { $0 } ? .lost : .shutdown)
        _ = try? await running.task.value
        await client.close()
        return Set(done.all)
    }

    @Test("an event that kills its process each time ends as a dead letter; its neighbours are charged nothing")
    func crashLoop() async throws {
        try await TestBus.run { test in
            let bench = ConsumerBench(test: test)
            try await test.bus.publish(contentsOf: (0..<100).map { ParcelSent(parcel: "p-\($0)", weight: $0) })
            var done: Set<Int> = []
            var deaths: UInt64 = 0
            while try await test.client.command("XLEN", test.dead).integer == 0, deaths < 40 {
                deaths += 1
                done.formUnion(try await die(bench, name: "c\(deaths)", epoch: deaths, killer: 50))
            }
            let rest = Log<Int>()
            let isDone = try await bench.consuming("last", epoch: 100) { event, delivery in
                #expect(delivery.attempt == 1)
                rest.add(event.weight)
            } until: {
                try await eventually(within: .seconds(20)) {
                    let pending = try await test.pending("g")
                    return pending == 0 && done.union(rest.all).count == 99
                }
            }
            #expect(isDone)
            #expect(done.union(rest.all) == Set(0..<100).subtracting([50]))
            let letters = try await bench.letters()
            #expect(letters.map { $0["reason"] } == ["consumer_died"])
            #expect(letters.first?["error"] == "its consumer died in each of 3 attempts")
            #expect(letters.first?["subject"] == "p-50")
            print("deaths until the dead letter: \(deaths)")
        }
    }

    @Test("who is asked to stop while a delivery runs alone charges it nothing")
    func stopOnProbation() async throws {
        try await TestBus.run { test in
            var bench = ConsumerBench(test: test)
            bench.limits = ConsumerLimits(drain: .milliseconds(50))
            try await test.bus.publish(contentsOf: (0..<2).map { ParcelSent(parcel: "p-\($0)", weight: $0) })
            try await bench.leaveBehind(2)
            let running = Log<Int>()
            let consumer = try await bench.start { event, _ in
                running.add(event.weight)
                try await Task.sleep(for: .seconds(100))
            }
            let isRunning = await eventually { running.count == 1 }
            #expect(isRunning)
            #expect(try await bench.pending().map(\.count) == [2, 1])
            try await consumer.end()
            #expect(try await bench.pending().map(\.count) == [1, 1])
            #expect(running.all == [0])
        }
    }

    @Test("entries of a reply that was lost are fetched, and charged nothing")
    func lostReply() async throws {
        try await TestBus.run { test in
            let bench = ConsumerBench(test: test)
            try await bench.leaveBehind(1, by: "me")
            let seen = Log<String>()
            let isDone = try await bench.consuming { event, delivery in
                seen.add("\(event.weight)/\(delivery.attempt)")
            } until: {
                try await test.bus.publish(ParcelSent(parcel: "a", weight: 1))
                #expect(await eventually { seen.count == 1 })
                // What it would have been given, had the connection not broken.
                try await test.bus.publish(contentsOf: (2..<4).map { ParcelSent(parcel: "a", weight: $0) })
                try await test.client.command("XREADGROUP", "GROUP", "g", "me", "STREAMS", test.log, ">")
                try await test.client.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
                try await test.bus.publish(ParcelSent(parcel: "a", weight: 4))
                return try await eventually { try await test.pending("g") == 0 && seen.count == 4 }
            }
            #expect(isDone)
            #expect(seen.all == ["1/1", "2/1", "3/1", "4/1"])
        }
    }

    @Test("with competing consumers one that dies loses its deliveries to another after the time-out")
    func competing() async throws {
        try await TestBus.run { test in
            var bench = ConsumerBench(test: test)
            bench.order = .none
            try await test.bus.publish(contentsOf: (0..<5).map { ParcelSent(parcel: "p", weight: $0) })
            try await bench.leaveBehind(5)
            let seen = Log<Int>()
            let isDone = try await bench.consuming { event, _ in
                seen.add(event.weight)
            } until: {
                try await eventually { try await test.pending("g") == 0 }
            }
            #expect(isDone && Set(seen.all) == Set(0..<5))
        }
    }
}
