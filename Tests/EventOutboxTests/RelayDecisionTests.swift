import EventBus
import Foundation
import Testing

@testable import EventOutbox

@Suite("What a relay decides, without input or output")
struct RelayDecisionTests {
    private let one = OutboxPartition(stream: "orders", number: 0)
    private let other = OutboxPartition(stream: "orders", number: 1)

    @Test("a partition that fails is left alone within its cap, longer each time, and holds up no other")
    func schedule() {
        var random = SystemRandomNumberGenerator()
        var schedule = RelaySchedule(backoff: RetryBackoff(base: .seconds(1), factor: 2, max: .seconds(4)))
        let now = ContinuousClock.now
        for cap in [1, 2, 4, 4] {
            let pause = schedule.noteFailure(one, at: now, using: &random)
            #expect(pause >= .zero && pause <= .seconds(cap))
            #expect(schedule.isDue(one, at: now + pause))
            if pause > .zero { #expect(!schedule.isDue(one, at: now)) }
            #expect(schedule.isDue(other, at: now))
        }
        #expect(schedule.delay(until: [one, other], from: now) == .zero)
        #expect(schedule.delay(until: [], from: now) == nil)
        schedule.noteSuccess(one)
        #expect(schedule.isDue(one, at: now))
    }

    @Test("a mark is read as it is written; what was remembered without a number is one, too")
    func marks() throws {
        var ids = EventIDSource()
        let id = ids.next(milliseconds: 1)
        for mark in [RelayMark(event: id, number: 7), RelayMark(event: id, number: nil)] {
            #expect(RelayMark(mark.description) == mark)
        }
        #expect(RelayMark("\(id)")?.number == nil)
        for text in ["", "#", "x", "\(id)#", "\(id)#x", "#7"] { #expect(RelayMark(text) == nil, "\(text)") }
    }

    @Test("an answer is turned into what is removed, set aside or followed")
    func changes() {
        var ids = EventIDSource()
        let batch = (1...3).map { StoredEvent(number: Int64($0), id: ids.next(milliseconds: 1)) }
        let position = StreamPosition(milliseconds: 5, sequence: 0)
        let two = RelayChange(RelayAnswer(appended: 2, fresh: 2, position: position), to: batch)
        let second = RelayMark(event: batch[1].event.envelope.id, number: 2)
        #expect(two.progress == RelayChange.Progress(number: 2, mark: second, position: position))
        #expect(two.refusal == nil && two.diverged == nil)
        let refused = RelayChange(
            RelayAnswer(appended: 1, fresh: 1, position: position, obstacle: .refused("no")), to: batch)
        #expect(refused.progress?.number == 1)
        #expect(refused.refusal == RelayChange.Refusal(number: 2, reason: "no"))
        let first = RelayChange(RelayAnswer(appended: 0, fresh: 0, position: nil, obstacle: .refused("no")), to: batch)
        #expect(first.progress == nil && first.refusal?.number == 1)
        let elsewhere = RelayMark(event: ids.next(milliseconds: 2), number: 9)
        let diverged = RelayChange(
            RelayAnswer(appended: 0, fresh: 0, position: nil, obstacle: .diverged(elsewhere)), to: batch)
        #expect(diverged.progress == nil && diverged.refusal == nil && diverged.diverged == elsewhere)
    }
}

extension StoredEvent {
    init(number: Int64, id: EventID) {
        self.init(
            number: number,
            event: EncodedEvent(
                envelope: EventEnvelope(
                    id: id, type: "order_placed", version: "1.0.0", source: "/tests", time: .now, subject: "a"),
                idempotencyKey: nil, payload: []),
            doubt: nil)
    }
}
