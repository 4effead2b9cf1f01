import EventBus
import RedisClient
import Synchronization
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("Consumers share the partitions of a group")
struct SharingTests {
    private let patience = Duration.seconds(15)
    /// By when shares are even again.
    private let promised = Duration.seconds(5)

    @Test(
        "shares are even within five seconds of a join, a leave and a death, and each aggregate keeps its order throughout"
    )
    func comeAndGo() async throws {
        try await DepotBench.run { bench in
            let steps = 80
            let publishing = Task {
                for step in 0..<steps {
                    try await bench.publish(step: step)
                    try await Task.sleep(for: .milliseconds(60))
                }
            }
            _ = try bench.join("a")
            #expect(try await eventually(within: promised) { try await bench.shares() == ["a": 4] })
            let second = try bench.join("b")
            #expect(try await eventually(within: promised) { try await bench.shares() == ["a": 2, "b": 2] })
            let third = try bench.join("c")
            #expect(
                try await eventually(within: promised) {
                    let shares = try await bench.shares()
                    return shares.count == 3 && shares.values.max() == 2 && shares.values.reduce(0, +) == 4
                })
            await second.leave()
            #expect(try await eventually(within: promised) { try await bench.shares() == ["a": 2, "c": 2] })
            await third.die()
            #expect(try await eventually(within: promised) { try await bench.shares() == ["a": 4] })
            try await publishing.value
            #expect(
                try await eventually(within: .seconds(30)) {
                    try await bench.pending() == 0 && bench.firstSteps.values.allSatisfy { $0.count == steps }
                })
            #expect(bench.firstSteps.count == 20)
            for (depot, seen) in bench.firstSteps { #expect(seen == Array(0..<steps), "\(depot)") }
            #expect(Set(bench.handled.map(\.consumer)) == ["a", "b", "c"])
        }
    }

    @Test("a partition's epoch, which handlers are told, grows with each change of hands")
    func epochs() async throws {
        try await DepotBench.run { bench in
            let first = try bench.join("a")
            try await bench.publish(step: 0)
            #expect(await eventually(within: patience) { bench.handled.count == 20 })
            await first.leave()
            _ = try bench.join("b")
            try await bench.publish(step: 1)
            #expect(await eventually(within: patience) { bench.handled.count == 40 })
            for depot in Set(bench.handled.map(\.depot)) {
                let epochs = bench.handled.filter { $0.depot == depot }.map(\.epoch)
                #expect(epochs.count == 2 && epochs[0] > 0 && epochs[1] > epochs[0])
            }
        }
    }

    @Test("a consumer that dies with deliveries in hand hands them to another within its time to live and two seconds")
    func death() async throws {
        try await DepotBench.run { bench in
            let hasBegun = Mutex(false)
            let first = try bench.join("a") { _ in
                hasBegun.withLock { $0 = true }
                try await Task.sleep(for: .seconds(600))
            }
            try await bench.publish(step: 0)
            #expect(await eventually(within: patience) { hasBegun.withLock { $0 } })
            _ = try bench.join("b")
            #expect(bench.handled.isEmpty)
            let died = ContinuousClock.now
            await first.die()
            #expect(try await eventually(within: patience) { try await bench.shares() == ["b": 4] })
            let taken = ContinuousClock.now - died
            #expect(taken < .seconds(3), "the time to live is one second here; it took \(taken)")
            #expect(
                try await eventually(within: patience) { try await bench.pending() == 0 && bench.handled.count == 20 })
        }
    }

    @Test("order none: all consumers read everything; of two processes of one name the second waits and says why, once")
    func byName() async throws {
        try await DepotBench.run { bench in
            _ = try bench.join("a", group: "competing")
            _ = try bench.join("b", group: "competing")
            #expect(
                try await eventually(within: patience) { try await bench.shares("competing") == ["a": 4, "b": 4] })
            let holder = try await bench.lease(0, "competing:a")?.holder
            let twin = try bench.join("a", group: "competing")
            #expect(await eventually(within: patience) { bench.log.count("another process reads under this") == 4 })
            try await bench.publish(step: 0, depots: 200)
            #expect(await eventually(within: patience) { bench.handled.count == 200 })
            #expect(try await bench.lease(0, "competing:a")?.holder == holder)
            #expect(bench.log.count("another process reads under this") == 4, "once for each partition")
            await twin.leave()
            #expect(try await bench.shares("competing") == ["a": 4, "b": 4])
        }
    }

    @Test(
        "a paused group finishes what runs and reads no more, over a restart too, until it is resumed; nothing is lost")
    func pause() async throws {
        try await DepotBench.run { bench in
            let first = try bench.join("a")
            try await bench.publish(step: 0)
            #expect(await eventually(within: patience) { bench.handled.count == 20 })
            try await bench.bus.pause(group: "g", of: depots, reason: "upgrade", by: "ops")
            #expect(try await bench.bus.pausedGroups(of: depots).mapValues(\.by) == ["g": "ops"])
            #expect(await eventually(within: patience) { bench.log.count("the group is paused") == 4 })
            #expect(await eventually(within: patience) { bench.readers(try? await bench.status()) == 0 })
            try await bench.publish(step: 1)
            await first.leave()
            _ = try bench.join("b")
            #expect(try await eventually(within: patience) { try await bench.shares() == ["b": 4] })
            #expect(await eventually(within: patience) { bench.log.count("the group is paused") == 8 })
            #expect(bench.handled.count == 20)
            #expect(try await bench.status().partitions.allSatisfy { $0.pause?.reason == "upgrade" })
            #expect(try await bench.bus.resume(group: "g", of: depots, by: "ops"))
            #expect(await eventually(within: patience) { bench.handled.count == 40 })
            #expect(try await !bench.bus.resume(group: "g", of: depots, by: "ops"))
            for (_, steps) in bench.firstSteps { #expect(steps == [0, 1]) }
        }
    }
}

extension DepotBench {
    func status() async throws -> GroupStatus { try await bus.status(group: "g", of: depots) }

    /// How many connections wait in a blocking read.
    func readers(_ status: GroupStatus?) -> Int {
        server.ask("INFO clients").split(whereSeparator: \.isNewline)
            .first { $0.hasPrefix("blocked_clients:") }.flatMap { Int($0.dropFirst(16)) } ?? -1
    }
}
