import EventBus
import RedisClient
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("The scripts of the leases on a real server")
struct LeaseScriptTests {
    private let keys = LeaseKeys(KeyLayout(namespace: "test"), stream: "parcels", partition: 0, group: "g")

    private func call(
        _ test: TestBus, _ wish: LeaseCall.Wish, as instance: String = "me", beat: UInt64? = 1,
        position: StreamPosition? = nil, client: ServerConnection? = nil, dead: [MemberRecord] = []
    ) async throws -> LeaseAnswer {
        var call = LeaseCall(wish: wish, instance: instance, consumer: "\(instance)'s name", beat: beat)
        call.position = position
        call.client = client
        call.dead = dead
        var commands = RedisCommands()
        call.append(to: &commands, keys: keys)
        return try LeaseAnswer(try await test.client.send(commands, loading: [Scripts.lease])[0].get())
    }

    @Test("of two that saw the same lease one takes it; a lease that gave a sign since is not taken")
    func compareAndSet() async throws {
        try await TestBus.run { test in
            #expect(try await call(test, .take(seen: nil)).outcome == .taken)
            #expect(try await call(test, .take(seen: nil), as: "it").outcome == .refused)
            let seen = try await call(test, .look, as: "it").record
            #expect(seen?.holder == "me" && seen?.consumer == "me's name" && seen?.beat == 1)
            let epoch = try #require(seen?.epoch)
            #expect(try await call(test, .keep(epoch: epoch)).record?.beat == 2)
            #expect(try await call(test, .take(seen: seen), as: "it").outcome == .refused)
            let again = try await call(test, .look, as: "it").record
            let taken = try await call(test, .take(seen: again), as: "it")
            #expect(taken.outcome == .taken)
            #expect(try #require(taken.record?.epoch) > epoch)
            #expect(try await call(test, .keep(epoch: epoch)).outcome == .refused)
            #expect(try await call(test, .leave(epoch: epoch)).outcome == .refused)
            #expect(try await call(test, .look).record?.holder == "it")
        }
    }

    @Test("who gives a lease up is past its epoch, and the next epoch is higher")
    func leave() async throws {
        try await TestBus.run { test in
            let epoch = try #require(try await call(test, .take(seen: nil)).record?.epoch)
            let left = try await call(test, .leave(epoch: epoch), beat: nil)
            #expect(left.outcome == .left && left.record?.holder == nil && left.members == [])
            #expect(try await call(test, .keep(epoch: epoch)).outcome == .refused)
            let next = try await call(test, .take(seen: left.record), as: "it")
            #expect(next.outcome == .taken && next.before == nil)
            #expect(try #require(next.record?.epoch) > epoch)
        }
    }

    @Test("a lease that vanished with everything is made again under a higher epoch, and tells where the log ends")
    func restored() async throws {
        try await TestBus.run { test in
            let epoch = try #require(try await call(test, .take(seen: nil)).record?.epoch)
            _ = try await test.client.command("FLUSHALL")
            let reader = ServerConnection(id: 3, run: "r")
            let restored = try await call(test, .keep(epoch: epoch + 1_000_000_000), client: reader)
            #expect(restored.outcome == .restored && restored.logEnd == .beginning)
            #expect(restored.record?.epoch == epoch + 1_000_000_001 && restored.record?.client == reader)
            _ = try await test.client.command("DEL", keys.lease)
            _ = try await test.client.command("XADD", test.log, "5-1", "a", "b")
            let later = try await call(test, .keep(epoch: epoch))
            #expect(later.logEnd == StreamPosition(milliseconds: 5, sequence: 1))
        }
    }

    @Test(
        "a connection is admitted under the lease's epoch only; who takes over learns of the one that was admitted last"
    )
    func admit() async throws {
        try await TestBus.run { test in
            let taken = try await call(test, .take(seen: nil))
            let epoch = try #require(taken.record?.epoch)
            for (asked, reader, answer) in [(epoch, 41, Int64(1)), (epoch - 1, 42, 0), (epoch + 1, 43, 0)] {
                let reply = try await test.client.evaluate(
                    Scripts.admit, keys: [keys.lease], arguments: ["\(asked)", "\(reader)@run"])
                #expect(reply.integer == answer)
            }
            // Admitted after the other had looked: it is the one to be ended all the same.
            let next = try await call(test, .take(seen: taken.record), as: "it")
            #expect(next.before == ServerConnection(id: 41, run: "run"))
            #expect(next.record?.client == nil)
        }
    }

    @Test("the stored position only moves forward, and only for the holder")
    func position() async throws {
        try await TestBus.run { test in
            let epoch = try #require(try await call(test, .take(seen: nil)).record?.epoch)
            for (noted, stored) in [
                ("9-5", "9-5"), ("10-0", "10-0"), ("9-9", "10-0"), ("10-12", "10-12"), ("10-3", "10-12"),
            ] {
                let answer = try await call(test, .keep(epoch: epoch), position: Self.position(noted))
                #expect(answer.position == Self.position(stored))
            }
            let foreign = try await call(test, .keep(epoch: epoch + 1), as: "it", position: Self.position("99-0"))
            #expect(foreign.position == Self.position("10-12"))
        }
    }

    @Test("a dead member is removed unless it has given a sign since")
    func deadMembers() async throws {
        try await TestBus.run { test in
            _ = try await call(test, .look, as: "it", beat: 1)
            let seen = try await call(test, .look).members.filter { $0.instance == "it" }
            #expect(seen.map(\.consumer) == ["it's name"])
            _ = try await call(test, .look, as: "it", beat: 2)
            #expect(try await call(test, .look, dead: seen).members.count == 2)
            let now = try await call(test, .look).members.filter { $0.instance == "it" }
            #expect(try await call(test, .look, dead: now).members.map(\.instance) == ["me"])
        }
    }

    @Test("leases are taken, renewed and given up at maxmemory")
    func fullMemory() async throws {
        try await TestBus.run { test in
            _ = try await test.client.command("CONFIG", "SET", "maxmemory", "1")
            let taken = try await call(test, .take(seen: nil))
            let epoch = try #require(taken.record?.epoch)
            #expect(taken.outcome == .taken)
            #expect(try await call(test, .keep(epoch: epoch), position: Self.position("1-1")).outcome == .kept)
            let admitted = try await test.client.evaluate(
                Scripts.admit, keys: [keys.lease], arguments: ["\(epoch)", "1@r"])
            #expect(admitted.integer == 1)
            #expect(try await call(test, .leave(epoch: epoch)).outcome == .left)
        }
    }

    @Test(
        "consumers that are gone are removed, but for those with anything pending, members, names of what waits, and fresh ones"
    )
    func forget() async throws {
        try await TestBus.run { test in
            for weight in 0..<2 { try await test.bus.publish(ParcelSent(parcel: "p", weight: weight)) }
            _ = try await test.client.command("XGROUP", "CREATE", test.log, "g", "0")
            for name in ["gone", "it's name", "~delayed"] {
                _ = try await test.client.command("XGROUP", "CREATECONSUMER", test.log, "g", name)
            }
            _ = try await test.client.command(
                "XREADGROUP", "GROUP", "g", "owes", "COUNT", "1", "STREAMS", test.log, ">")
            _ = try await call(test, .look, as: "it")
            #expect(try await DeadConsumers.forget("g", keys: keys, client: test.client) == [])
            #expect(
                try await eventually {
                    try await DeadConsumers.forget("g", keys: keys, idle: .milliseconds(5), client: test.client)
                        == ["gone"]
                })
            let left = try await test.bus.status(group: "g", of: parcels).partitions[0].consumers
            #expect(Set(left.map(\.name)) == ["it's name", "~delayed", "owes"])
            #expect(try await test.pending("g") == 1)
            // Of a group or log that is not there nothing is removed.
            #expect(try await DeadConsumers.forget("none", keys: keys, client: test.client) == [])
        }
    }

    private static func position(_ text: String) -> StreamPosition? {
        let parts = text.split(separator: "-").compactMap { UInt64($0) }
        return StreamPosition(milliseconds: parts[0], sequence: parts[1])
    }
}
