import EventBus
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("What waits, and what may begin, without a server")
struct WaitingDecisionTests {
    private let start = ContinuousClock.now
    private func at(_ number: UInt64) -> StreamPosition { StreamPosition(milliseconds: number, sequence: 0) }
    private func after(_ milliseconds: Int) -> ContinuousClock.Instant { start + .milliseconds(milliseconds) }

    @Test("the earliest due comes out first, and nothing before its time")
    func heap() {
        var random = SeededGenerator("due times")
        var heap = DueHeap<Int, Int>()
        let times = (0..<500).map { _ in Int.random(in: 0..<1_000, using: &random) }
        for time in times { heap.push(time, due: time) }
        var out: [Int] = []
        for now in stride(from: 0, through: 1_000, by: 50) {
            while let item = heap.pop(dueBy: now) {
                #expect(item <= now)
                out.append(item)
            }
        }
        #expect(out == times.sorted() && heap.first == nil)
    }

    @Test("a lane is closed from the moment when its head is put off until nothing of it waits")
    func lane() {
        var parked = ParkedLanes()
        parked.park(at(1), lane: 7, turn: .settling, now: start)
        parked.park(at(2), lane: 7, turn: .settling, now: start)
        parked.park(at(3), lane: 7, turn: .settling, now: start)
        #expect(parked.isClosed(7) && !parked.isClosed(8) && parked.count == 3 && parked.settling.count == 3)
        for position in [2, 3] { parked.setTurn(of: at(UInt64(position)), .inOrder, now: start) }
        #expect(parked.promote(now: after(1_000), limit: 9) { _ in false } == nil)
        parked.setTurn(of: at(1), .from(after(100)), now: start)
        #expect(parked.promote(now: after(99), limit: 9) { _ in false } == nil)
        #expect(parked.nextLook == after(100))
        let first = parked.promote(now: after(100), limit: 9) { _ in false }
        #expect(first == ParkedLanes.Promotion(lane: 7, positions: [at(1)]))
        #expect(parked.promote(now: after(100), limit: 9) { _ in false } == nil)
        parked.finish(first ?? .init(lane: 7, positions: []), now: after(100))
        #expect(parked.promote(now: after(100), limit: 9) { $0 == 7 } == nil)
        parked.laneIsIdle(7, now: after(200))
        #expect(parked.promote(now: after(200), limit: 9) { _ in false }?.positions == [at(2), at(3)])
        parked.finish(.init(lane: 7, positions: [at(2), at(3)]), now: after(200))
        #expect(parked.isEmpty && !parked.isClosed(7))
    }

    @Test("a held lane waits until each of its dead letters is gone; what was put back comes before what waited")
    func held() {
        var parked = ParkedLanes()
        parked.hold("a", lane: 1)
        parked.park(at(5), lane: 1, turn: .inOrder, now: start)
        #expect(parked.isClosed(1) && parked.promote(now: after(1), limit: 9) { _ in false } == nil)
        parked.park(at(2), lane: 1, turn: .from(start), now: start)
        #expect(parked.promote(now: after(1), limit: 9) { _ in false } == nil)
        parked.release("a", now: after(1))
        #expect(parked.promote(now: after(1), limit: 9) { _ in false }?.positions == [at(2)])
        parked.finish(.init(lane: 1, positions: [at(2)]), now: after(1))
        #expect(parked.promote(now: after(1), limit: 9) { _ in false }?.positions == [at(5)])
        parked.finish(.init(lane: 1, positions: [at(5)]), now: after(1))
        parked.hold("b", lane: 2)
        parked.release("b", now: after(1))
        #expect(parked.isEmpty)
    }

    @Test(
        "parked deliveries come back each once, in their lane's order and not before their time, whatever the schedule")
    func randomSchedule() {
        var random = SeededGenerator("parked lanes")
        var parked = ParkedLanes()
        var waiting: [Lane: [UInt64]] = [:]
        var dues: [StreamPosition: Int] = [:]
        var busy: Set<Lane> = []
        var time = 0
        var next: UInt64 = 0
        var came: [Lane: [UInt64]] = [:]
        func step(_ choice: Int, _ random: inout SeededGenerator) {
            time += 1
            switch choice {
            case 0...2:
                next += 1
                let lane = Lane.random(in: 0..<5, using: &random)
                let due = time + Int.random(in: 0..<40, using: &random)
                let isHead = waiting[lane, default: []].isEmpty
                waiting[lane, default: []].append(next)
                if isHead { dues[at(next)] = due }
                parked.park(at(next), lane: lane, turn: isHead ? .from(after(due)) : .inOrder, now: after(time))
            case 3:
                if let lane = busy.randomElement(using: &random) {
                    busy.remove(lane)
                    parked.laneIsIdle(lane, now: after(time))
                }
            default:
                while let promotion = parked.promote(now: after(time), limit: 4, isBusy: { busy.contains($0) }) {
                    for position in promotion.positions {
                        #expect(dues[position] ?? 0 <= time)
                        came[promotion.lane, default: []].append(position.milliseconds)
                        waiting[promotion.lane]?.removeFirst()
                    }
                    busy.insert(promotion.lane)
                    parked.finish(promotion, now: after(time))
                }
            }
        }
        for _ in 0..<4_000 { step(Int.random(in: 0..<6, using: &random), &random) }
        for _ in 0..<4_000 where !parked.isEmpty { step(Int.random(in: 3..<6, using: &random), &random) }
        #expect(parked.isEmpty && parked.count == 0)
        for (lane, numbers) in came { #expect(numbers == numbers.sorted(), "lane \(lane)") }
        #expect(came.values.reduce(0) { $0 + $1.count } == Int(next))
    }

    @Test("suspects run one at a time in the log's order; others are not held up; one that completes frees the rest")
    func probation() {
        var probation = Probation()
        probation.suspect([at(3), at(1), at(2)])
        #expect(probation.isActive)
        #expect(probation.rank(at(9)) == .beginning)
        #expect(probation.rank(at(1)) == at(1) && probation.rank(at(3)) == at(3))
        let isCharged = probation.begin(at(1))
        let isOtherCharged = probation.begin(at(9))
        #expect(isCharged && !isOtherCharged)
        #expect(probation.rank(at(2)) == nil)
        probation.forget(at(1))
        #expect(probation.isActive && probation.rank(at(2)) == at(2))
        _ = probation.begin(at(2))
        let isUrgent = probation.complete(at(2))
        #expect(isUrgent && probation.isActive && probation.rank(at(3)) == nil, "the server does not know of it yet")
        probation.settle([at(7), at(2)])
        #expect(!probation.isActive)
        let isThirdCharged = probation.begin(at(3))
        #expect(!isThirdCharged)
        probation.suspect([at(4)])
        #expect(probation.isActive && probation.rank(at(4)) == nil, "another that was taken over runs beside it")
        let isLastUrgent = probation.complete(at(3))
        let isUnknownUrgent = probation.complete(at(9))
        #expect(isLastUrgent && !isUnknownUrgent)
        #expect(probation.rank(at(4)) == at(4))
    }

    @Test("what is parked behind a delivery that was lost before it began goes on")
    func lostBeforeItBegan() throws {
        let queue = LaneQueue(order: .aggregate, limits: ConsumerLimits(concurrency: 1), alarm: Alarm())
        queue.recovered()
        let lane = DeliveryOrder.aggregate.lane(ofAggregate: "a")
        queue.found([30, 31].map { FoundParked(position: at($0), lane: lane, pause: nil) })
        let first = try #require(queue.due(atMost: 64).promotions.first)
        #expect(first.positions == [at(30)])
        var spans = EventRecord.Spans()
        for name in ["id", "type", "data", "subject"] {
            Array(name.utf8).withUnsafeBytes { spans.set($0, EventRecord.Span(start: 0, length: 1)) }
        }
        let record = try EventRecord(storage: Array("a".utf8), spans: spans)
        let reader = Delivery.Reader(stream: "s", partition: 0, group: "g", consumer: "c")
        queue.promoted(first, [Delivery(record: record, position: at(30), attempt: 2, reader: reader)])
        // Ready, and no worker is free: its lane is busy.
        #expect(queue.due(atMost: 64).promotions.isEmpty)
        _ = queue.claims()
        _ = queue.lose([at(30)])
        #expect(queue.due(atMost: 64).promotions.flatMap(\.positions) == [at(31)])
    }

    @Test("what waits in a lane can be taken out or dropped, and what runs stays")
    func scheduler() {
        var scheduler = LaneScheduler<Int>()
        for (item, lane) in [(1, 1), (2, 1), (3, 1), (4, 2), (5, 2)] { scheduler.enqueue(item, lane: Lane(lane)) }
        #expect(scheduler.take()?.item == 1)
        #expect(Array(scheduler.drain(1)) == [2, 3] && scheduler.outstanding == 3)
        scheduler.drop { $0 == 4 || $0 == 1 }
        #expect(scheduler.outstanding == 2 && scheduler.current(1) == 1 && scheduler.current(2) == 5)
        #expect(scheduler.take { $0 }?.item == 5)
        scheduler.complete(lane: 1)
        scheduler.complete(lane: 2)
        #expect(scheduler.outstanding == 0 && scheduler.readyCount == 0 && !scheduler.isBusy(1))
        for item in [9, 7, 8] { scheduler.enqueue(item, lane: Lane(item)) }
        #expect(scheduler.take { $0 == 7 ? nil : $0 }?.item == 8)
    }
}
