/// Which delivery may run next: one delivery of a lane at a time, in order of arrival; lanes beside each other.
///
/// A pure value; ``LaneQueue`` is the thing that waits.
struct LaneScheduler<Item> {
    /// The delivery that is ready or runs in a lane, and what waits behind it.
    private struct Queue {
        let current: Item
        var waiting: ArraySlice<Item> = []
    }

    private var lanes: [Lane: Queue] = [:]
    private var ready: [(lane: Lane, item: Item)] = []
    private var firstReady = 0

    /// Deliveries taken in and not yet completed, running ones included.
    private(set) var outstanding = 0

    /// How many deliveries could start now.
    var readyCount: Int { ready.count - firstReady }

    /// All deliveries taken in and not yet completed, in no order.
    var items: some Sequence<Item> {
        lanes.values.lazy.flatMap { [$0.current] + $0.waiting }
    }

    /// Whether something of a lane is here: ready, running or waiting.
    func isBusy(_ lane: Lane) -> Bool { lanes[lane] != nil }

    /// What is ready or runs in a lane.
    func current(_ lane: Lane) -> Item? { lanes[lane]?.current }

    /// Takes in a delivery.
    mutating func enqueue(_ item: Item, lane: Lane) {
        outstanding += 1
        if lanes[lane] == nil {
            lanes[lane] = Queue(current: item)
            ready.append((lane, item))
        } else {
            lanes[lane]?.waiting.append(item)
        }
    }

    /// The next delivery to run; `nil` where all lanes are empty or busy.
    mutating func take() -> (lane: Lane, item: Item)? {
        guard firstReady < ready.count else { return nil }
        let taken = ready[firstReady]
        firstReady += 1
        if firstReady == ready.count {
            ready.removeAll(keepingCapacity: true)
            firstReady = 0
        }
        return taken
    }

    /// The ready delivery that `rank` puts first, passing over those that it gives no rank; of equals the oldest.
    mutating func take<Rank: Comparable>(lowest rank: (Item) -> Rank?) -> (lane: Lane, item: Item)? {
        var best: (rank: Rank, index: Int)?
        for index in firstReady..<ready.count {
            guard let rank = rank(ready[index].item) else { continue }
            if best.map({ rank < $0.rank }) ?? true { best = (rank, index) }
        }
        return best.map { ready.remove(at: $0.index) }
    }

    /// The delivery that ran in a lane is done with; the next of the lane becomes ready.
    mutating func complete(lane: Lane) {
        guard var queue = lanes.removeValue(forKey: lane) else {
            preconditionFailure("a lane is completed once for each delivery taken from it")
        }
        outstanding -= 1
        guard let next = queue.waiting.popFirst() else { return }
        lanes[lane] = Queue(current: next, waiting: queue.waiting)
        ready.append((lane, next))
    }

    /// Takes out what waits behind the delivery that is ready or runs in a lane.
    mutating func drain(_ lane: Lane) -> ArraySlice<Item> {
        guard let waiting = lanes[lane]?.waiting, !waiting.isEmpty else { return [] }
        lanes[lane]?.waiting = []
        outstanding -= waiting.count
        return waiting
    }

    /// Drops deliveries that have not begun.
    ///
    /// - Returns: The lanes of which nothing is left.
    @discardableResult
    mutating func drop(where isGone: (Item) -> Bool) -> [Lane] {
        for lane in lanes.keys {
            guard let waiting = lanes[lane]?.waiting, waiting.contains(where: isGone) else { continue }
            let kept = waiting.filter { !isGone($0) }
            outstanding -= waiting.count - kept.count
            lanes[lane]?.waiting = kept[...]
        }
        let dropped = ready[firstReady...].filter { isGone($0.item) }
        guard !dropped.isEmpty else { return [] }
        ready.removeFirst(firstReady)
        firstReady = 0
        ready.removeAll { isGone($0.item) }
        for entry in dropped { complete(lane: entry.lane) }
        return dropped.map(\.lane).filter { !isBusy($0) }
    }
}
