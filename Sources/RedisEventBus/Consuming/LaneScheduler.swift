/// Which delivery may run next: one delivery of a lane at a time, in order of arrival; lanes beside each other.
///
/// A pure value; ``LaneQueue`` is the thing that waits.
struct LaneScheduler<Item> {
    /// A lane is named by a hash of the aggregate id: two aggregates that collide share a lane, which costs them some
    /// concurrency and never the order.
    typealias Lane = UInt64

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

    /// Puts back a delivery that was taken and is to run again; its lane has stayed busy.
    mutating func retry(_ item: Item, lane: Lane) {
        ready.append((lane, item))
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
}
