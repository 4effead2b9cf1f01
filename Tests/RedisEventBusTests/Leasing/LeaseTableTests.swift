import EventBus
import Testing

@testable import RedisEventBus

@Suite("What follows from what a keeper sees")
struct LeaseTableTests {
    private let timing = LeaseTiming(ackTimeout: .seconds(60))
    private let start = ContinuousClock.now
    private let old = ServerConnection(id: 7, run: "run")
    private let oldLink = ServerConnection(id: 8, run: "run")

    private func table(sharing: LeaseTable.Sharing = .evenly, partitions: Int = 1) -> LeaseTable {
        LeaseTable(instance: "me", consumer: "c", sharing: sharing, timing: timing, partitions: partitions)
    }

    private func at(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }

    private func mine(_ epoch: UInt64) -> LeaseRecord {
        LeaseRecord(holder: "me", consumer: "c", epoch: epoch, beat: 1)
    }

    private func foreign(beat: UInt64, consumer: String = "other") -> LeaseRecord {
        LeaseRecord(holder: "it", consumer: consumer, epoch: 5, beat: beat, client: old, link: oldLink)
    }

    /// A table that holds its only partition since second 0, and reads it.
    private func holding(_ table: inout LeaseTable) {
        _ = table.absorb(LeaseAnswer(outcome: .looked, record: nil), of: 0, sent: at(0), at: at(0))
        _ = table.decide(at: at(0), gone: [])
        _ = table.absorb(LeaseAnswer(outcome: .taken, record: mine(9)), of: 0, sent: at(0), at: at(0))
        _ = table.decide(at: at(0), gone: [])
    }

    @Test("the time to live follows the acknowledgement time-out within one and three seconds")
    func ttl() {
        #expect(LeaseTiming(ackTimeout: .milliseconds(300)).ttl == .seconds(1))
        #expect(LeaseTiming(ackTimeout: .seconds(2)).ttl == .seconds(2))
        #expect(LeaseTiming(ackTimeout: .seconds(60)).ttl == .seconds(3))
        #expect(timing.tick == .seconds(1))
    }

    @Test("a lease that nobody ever had is taken at once, and then read, behind the end of the connection before")
    func takesFree() {
        var table = table()
        #expect(table.absorb(LeaseAnswer(outcome: .looked, record: nil), of: 0, sent: at(0), at: at(0)) == [])
        #expect(table.decide(at: at(0), gone: []) == [])
        #expect(table.isUrgent && table.call(0, beat: 1).wish == .take(seen: nil))
        let taken = LeaseAnswer(outcome: .taken, record: mine(9), before: old)
        #expect(
            table.absorb(taken, of: 0, sent: at(0), at: at(0)) == [.taken(0, epoch: 9, ending: old)])
        #expect(table.decide(at: at(0), gone: []) == [.start(0)])
        #expect(table.call(0, beat: 1).wish == .keep(epoch: 9))
        #expect(!table.isUrgent)
    }

    @Test(
        "another's lease is taken when its beat has stood still for the time to live by this process's clock, not before"
    )
    func standsStill() {
        var table = table()
        for (second, beat, isFree) in [
            (0.0, UInt64(1), false), (2, 1, false), (2.9, 2, false), (5.8, 2, false), (5.95, 2, true),
        ] {
            _ = table.absorb(
                LeaseAnswer(outcome: .looked, record: foreign(beat: beat)), of: 0, sent: at(second), at: at(second))
            _ = table.decide(at: at(second), gone: [])
            #expect(table.isUrgent == isFree, "second \(second)")
        }
        #expect(table.call(0, beat: 1).wish == .take(seen: foreign(beat: 2)))
    }

    @Test("a holder whose connections are gone is dead after two ticks; while one of them is there it is only slow")
    func connectionsGone() {
        for (gone, isFree) in [([old, oldLink], true), ([old], false)] {
            var table = table()
            let look = LeaseAnswer(outcome: .looked, record: foreign(beat: 1))
            _ = table.absorb(look, of: 0, sent: at(0), at: at(0))
            #expect(table.suspects(at: at(0), run: "run") == [])
            _ = table.absorb(look, of: 0, sent: at(2), at: at(2))
            #expect(table.suspects(at: at(2), run: "run") == [old, oldLink])
            #expect(table.suspects(at: at(2), run: "another run") == [], "its ids mean nothing to another server")
            _ = table.decide(at: at(2), gone: Set(gone))
            #expect(table.isUrgent == isFree)
        }
    }

    @Test("who comes back under its name need not wait for what it left behind")
    func sameName() {
        var table = table()
        let look = LeaseAnswer(outcome: .looked, record: foreign(beat: 1, consumer: "c"))
        _ = table.absorb(look, of: 0, sent: at(0), at: at(0))
        #expect(table.suspects(at: at(0), run: "run") == [old, oldLink])
        _ = table.decide(at: at(0), gone: [])
        #expect(!table.isUrgent)
        _ = table.decide(at: at(0), gone: [old, oldLink])
        #expect(table.isUrgent)
    }

    @Test("a lease that was not renewed for its time to live is lost, counted from when the renewal was sent")
    func expires() {
        var table = table()
        holding(&table)
        _ = table.absorb(LeaseAnswer(outcome: .kept, record: mine(9)), of: 0, sent: at(1), at: at(2.5))
        #expect(table.deadline == at(4))
        #expect(table.expire(at: at(3.9)) == [])
        #expect(table.expire(at: at(4)) == [.lost(0, to: nil), .stop(0, .lost)])
        #expect(table.deadline == nil)
    }

    @Test("what was lost is not taken again before its reading has ended")
    func waitsForEnd() {
        var table = table()
        holding(&table)
        _ = table.expire(at: at(4))
        _ = table.absorb(LeaseAnswer(outcome: .looked, record: mine(9)), of: 0, sent: at(5), at: at(5))
        _ = table.decide(at: at(5), gone: [])
        #expect(!table.isUrgent)
        table.readingEnded(0, at: at(5))
        _ = table.decide(at: at(5), gone: [])
        #expect(table.call(0, beat: 1).wish == .take(seen: mine(9)))
    }

    @Test("a renewal that another has overtaken loses the lease at once, even while it is being given up")
    func overtaken() {
        var table = table()
        holding(&table)
        table.leave()
        #expect(table.decide(at: at(1), gone: []) == [.stop(0, .shutdown)])
        let refused = LeaseAnswer(outcome: .refused, record: foreign(beat: 1))
        #expect(
            table.absorb(refused, of: 0, sent: at(1), at: at(1))
                == [.lost(0, to: foreign(beat: 1)), .stop(0, .lost)])
        #expect(!table.isEmpty)
        table.readingEnded(0, at: at(1))
        #expect(table.isEmpty)
    }

    @Test("a surplus partition is given up only when its reading has wound up")
    func releases() {
        var table = table(partitions: 2)
        for partition in 0..<2 {
            _ = table.absorb(LeaseAnswer(outcome: .taken, record: mine(9)), of: partition, sent: at(0), at: at(0))
        }
        _ = table.decide(at: at(0), gone: [])
        let joined = MemberRecord(instance: "it", entry: "1 8@run other")
        for partition in 0..<2 {
            _ = table.absorb(
                LeaseAnswer(outcome: .kept, record: mine(9), members: [joined]), of: partition, sent: at(1), at: at(1))
        }
        #expect(table.decide(at: at(1), gone: []) == [.stop(1, .release)])
        #expect(table.decide(at: at(1), gone: []) == [], "said once")
        #expect(table.call(1, beat: 1).wish == .keep(epoch: 9))
        table.readingEnded(1, at: at(1))
        _ = table.decide(at: at(1), gone: [])
        #expect(table.call(1, beat: 1).wish == .leave(epoch: 9))
        #expect(table.absorb(LeaseAnswer(outcome: .left, record: nil), of: 1, sent: at(1), at: at(1)) == [.left(1)])
    }

    @Test("a member whose beat stands still is removed, and shares are made without it")
    func deadMember() {
        var table = table(partitions: 2)
        let dead = MemberRecord(instance: "it", entry: "1 8@run other")
        for second in [0.0, 3.0] {
            for partition in 0..<2 {
                _ = table.absorb(
                    LeaseAnswer(outcome: .looked, record: nil, members: [dead]), of: partition, sent: at(second),
                    at: at(second))
            }
            _ = table.decide(at: at(second), gone: [])
            #expect(table.call(0, beat: 1).dead == (second == 0 ? [] : [dead]))
            let takes = (0..<2).count { table.call($0, beat: 1).wish == .take(seen: nil) }
            #expect(takes == (second == 0 ? 1 : 2))
        }
    }

    @Test("a lease that was there and vanished is left to its holder for two ticks")
    func vanished() {
        var table = table()
        _ = table.absorb(LeaseAnswer(outcome: .looked, record: foreign(beat: 1)), of: 0, sent: at(0), at: at(0))
        for (second, isFree) in [(1.0, false), (2.9, false), (3, true)] {
            _ = table.absorb(LeaseAnswer(outcome: .looked, record: nil), of: 0, sent: at(second), at: at(second))
            _ = table.decide(at: at(second), gone: [])
            #expect(table.isUrgent == isFree, "second \(second)")
        }
    }

    @Test("a paused group keeps its leases and reads nothing; it goes on when it is resumed")
    func pause() {
        var table = table()
        holding(&table)
        let pause = GroupPause(by: "ops", since: nil, reason: "upgrade")
        let paused = LeaseAnswer(outcome: .kept, record: mine(9), pause: pause)
        _ = table.absorb(paused, of: 0, sent: at(1), at: at(1))
        #expect(table.decide(at: at(1), gone: []) == [.paused(0, pause), .stop(0, .release)])
        table.readingEnded(0, at: at(1))
        _ = table.absorb(paused, of: 0, sent: at(2), at: at(2))
        #expect(table.decide(at: at(2), gone: []) == [])
        #expect(table.call(0, beat: 1).wish == .keep(epoch: 9))
        _ = table.absorb(LeaseAnswer(outcome: .kept, record: mine(9)), of: 0, sent: at(3), at: at(3))
        #expect(table.decide(at: at(3), gone: []) == [.resumed(0), .start(0)])
    }

    @Test("a reading that ends by itself begins again a tick later, as long as the lease is held")
    func beginsAgain() {
        var table = table()
        holding(&table)
        table.readingEnded(0, at: at(1))
        #expect(table.decide(at: at(1.5), gone: []) == [])
        #expect(table.decide(at: at(2), gone: []) == [.start(0)])
    }

    @Test(
        "by name: all partitions are taken; one that a process of the same name has is waited for, and that said once")
    func byName() {
        var table = table(sharing: .byName, partitions: 2)
        let other = MemberRecord(instance: "it", entry: "1 8@run other")
        let twin = foreign(beat: 1, consumer: "c")
        _ = table.absorb(
            LeaseAnswer(outcome: .looked, record: nil, members: [other]), of: 0, sent: at(0), at: at(0))
        _ = table.absorb(
            LeaseAnswer(outcome: .looked, record: twin, members: [other]), of: 1, sent: at(0), at: at(0))
        #expect(table.decide(at: at(0), gone: []) == [.waiting(1, behind: twin)])
        #expect(table.call(0, beat: 1).wish == .take(seen: nil))
        #expect(table.decide(at: at(0), gone: []) == [])
    }
}
