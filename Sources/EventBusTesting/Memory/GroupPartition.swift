import EventBus

/// What one consumer group has done with one partition: how far it has read, what is pending, and which delivery may run.
///
/// A pure value. Deliveries are named by the index of their entry in the log.
struct GroupPartition {
    /// What runs one after another.
    fileprivate enum Lane: Hashable {
        case aggregate(String)
        case delivery(Int)
    }

    /// Why the next delivery of a lane may not run.
    private enum Block: Equatable {
        case free
        case running(Int)
        case parked(Int)
        /// A delivery of the aggregate became a dead letter, and later ones wait for what becomes of it.
        case held(by: Int)
    }

    private struct Queue {
        var block = Block.free
        var waiting: ArraySlice<Int> = []
    }

    /// A delivery that was given out and is not acknowledged.
    struct Pending {
        fileprivate let lane: Lane
        /// Which consumer has it; `nil` for one that the next to come may have.
        var owner: Int?
        /// Which attempt runs, or will run next.
        var attempt: Int
        var firstFailure: Timestamp?
        fileprivate var isRunning = false
    }

    /// What becomes of a delivery that ran.
    enum Ending {
        case acknowledge
        case retry(after: Duration)
        case postpone(for: Duration)
        /// It became a dead letter.
        case bury(DeliveryPolicy.AfterDeadLetter)
        /// It was not dealt with through no fault of its own: it comes again as the same attempt.
        case giveBack
    }

    let order: DeliveryOrder
    let sabotage: Sabotage?
    /// How far the group has read: the index of the first entry that was never given out.
    private(set) var next = 0
    private(set) var pending: [Int: Pending] = [:]
    private var lanes: [Lane: Queue] = [:]
    /// The first delivery of each lane that could run now.
    private var ready: [Int] = []
    /// What waits for its time, by due time and then by place in the log.
    private var parked: [(due: Duration, index: Int)] = []

    init(order: DeliveryOrder, sabotage: Sabotage?) {
        self.order = order
        self.sabotage = sabotage
    }

    /// When the next parked delivery is due that is not due yet.
    func nextDue(after now: Duration) -> Duration? { parked.first { $0.due > now }?.due }

    /// The next delivery to run, now that of consumer `owner`; `nil` where there is none.
    mutating func take(from entries: [MemoryLog.Entry], for owner: Int, now: Duration) -> Int? {
        if let first = parked.first, first.due <= now {
            parked.removeFirst()
            start(first.index, for: owner)
            return first.index
        }
        if let place = ready.indices.min(by: { ready[$0] < ready[$1] }) {
            let index = ready.remove(at: place)
            if let lane = pending[index]?.lane { lanes[lane]?.waiting.removeFirst() }
            start(index, for: owner)
            return index
        }
        while next < entries.count {
            let index = next
            next += 1
            let lane = lane(of: entries[index], index, takenBy: owner)
            pending[index] = Pending(lane: lane, owner: owner, attempt: 1)
            if lanes[lane] == nil {
                start(index, for: owner)
                return index
            }
            lanes[lane]?.waiting.append(index)
        }
        return nil
    }

    /// Ends the run of a delivery.
    mutating func finish(_ index: Int, _ ending: Ending, now: Duration) {
        guard let lane = pending[index]?.lane else { return }
        pending[index]?.isRunning = false
        switch ending {
        case .acknowledge:
            pending[index] = nil
            unblock(lane)
        case .retry(let pause):
            pending[index]?.attempt += 1
            park(index, lane, until: now + pause)
        case .postpone(let pause):
            if sabotage == .chargesPostponed { pending[index]?.attempt += 1 }
            park(index, lane, until: now + pause)
        case .bury(let after):
            pending[index] = nil
            if after == .holdAggregate, case .aggregate = lane, sabotage != .ignoresHold {
                lanes[lane]?.block = .held(by: index)
            } else {
                unblock(lane)
            }
        case .giveBack:
            pending[index]?.owner = nil
            queue(index, lane)
            unblock(lane)
        }
    }

    /// Gives what a consumer has and does not run to whoever comes next.
    mutating func handBack(from owner: Int) {
        for (index, delivery) in pending where delivery.owner == owner && !delivery.isRunning {
            pending[index]?.owner = nil
        }
    }

    /// Takes over from a consumer that died. What it ran is charged an attempt, what it only held is not.
    ///
    /// - Returns: The deliveries that have now used up their attempts, still counted as running.
    mutating func recover(from owner: Int, attempts: Int) -> [Int] {
        var usedUp: [Int] = []
        for index in pending.keys.sorted() {
            guard let delivery = pending[index], delivery.owner == owner else { continue }
            pending[index]?.owner = nil
            if sabotage == .forgetsPendingOfTheDead {
                finish(index, .acknowledge, now: .zero)
                continue
            }
            if sabotage == .chargesNeighboursOfTheDead, !delivery.isRunning { pending[index]?.attempt += 3 }
            guard delivery.isRunning else { continue }
            if delivery.attempt >= attempts {
                usedUp.append(index)
            } else {
                pending[index]?.attempt += 1
                finish(index, .giveBack, now: .zero)
            }
        }
        return usedUp
    }

    /// Charges an attempt to a delivery that is to run.
    mutating func charge(_ index: Int) { pending[index]?.attempt += 1 }

    /// Notes when a delivery first failed.
    mutating func failed(_ index: Int, at time: Timestamp) {
        if pending[index]?.firstFailure == nil { pending[index]?.firstFailure = time }
    }

    /// Brings a dead letter back, as a first attempt; what it held waits behind it.
    mutating func redrive(_ index: Int, _ entry: MemoryLog.Entry) {
        guard pending[index] == nil else { return }
        let lane = lane(of: entry, index)
        pending[index] = Pending(lane: lane, attempt: sabotage == .redrivesWithoutReset ? .max : 1)
        queue(index, lane)
        release(lane, from: index)
    }

    /// Forgets a dead letter; what it held goes on.
    mutating func discard(_ index: Int, _ entry: MemoryLog.Entry) { release(lane(of: entry, index), from: index) }

    // MARK: Lanes

    private func lane(of entry: MemoryLog.Entry, _ index: Int, takenBy owner: Int = 0) -> Lane {
        guard order == .aggregate, sabotage != .ignoresLanes, let id = entry.content.aggregateID else {
            return .delivery(index)
        }
        return .aggregate(sabotage == .sharesWithoutLease ? "\(id) of \(owner)" : id)
    }

    private mutating func start(_ index: Int, for owner: Int) {
        guard let lane = pending[index]?.lane else { return }
        pending[index]?.owner = owner
        pending[index]?.isRunning = true
        lanes[lane, default: Queue()].block = .running(index)
        settle(lane)
    }

    private mutating func park(_ index: Int, _ lane: Lane, until due: Duration) {
        let place = parked.firstIndex { ($0.due, $0.index) > (due, index) } ?? parked.count
        parked.insert((due, index), at: place)
        // It waits for its time, not for its consumer.
        pending[index]?.owner = nil
        lanes[lane]?.block = sabotage == .letsLaterEventsPassRetries ? .free : .parked(index)
        settle(lane)
    }

    private mutating func queue(_ index: Int, _ lane: Lane) {
        var queue = lanes[lane] ?? Queue()
        let place = queue.waiting.firstIndex { $0 > index } ?? queue.waiting.endIndex
        queue.waiting.insert(index, at: place)
        lanes[lane] = queue
        settle(lane)
    }

    private mutating func release(_ lane: Lane, from index: Int) {
        if lanes[lane]?.block == .held(by: index) { unblock(lane) } else { settle(lane) }
    }

    private mutating func unblock(_ lane: Lane) {
        lanes[lane]?.block = .free
        settle(lane)
    }

    /// Brings `ready` into line with a lane that changed.
    private mutating func settle(_ lane: Lane) {
        guard let queue = lanes[lane] else { return }
        ready.removeAll { pending[$0]?.lane == lane }
        guard queue.block == .free else { return }
        if let first = queue.waiting.first { ready.append(first) } else { lanes[lane] = nil }
    }
}
