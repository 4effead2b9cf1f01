import EventBus

/// The lanes that wait: behind a delivery that is to be tried again later, or behind a dead letter that holds its
/// aggregate. Only positions are kept here; the events stay in the log.
///
/// A lane is closed while it is here: whatever arrives for it is put behind what waits, and comes back in the log's order.
/// A pure value; ``LaneQueue`` keeps it beside the scheduler, under one lock.
struct ParkedLanes {
    typealias Instant = ContinuousClock.Instant

    /// When a parked delivery's turn comes.
    enum Turn: Hashable {
        /// Not before the server has said that it is parked.
        case settling
        /// From this moment on, once it is the first of its lane.
        case from(Instant)
        /// As soon as it is the first of its lane.
        case inOrder
    }

    /// Deliveries of one lane that are to be taken back.
    struct Promotion: Hashable {
        let lane: Lane
        let positions: [StreamPosition]
    }

    fileprivate struct Entry {
        let position: StreamPosition
        var turn: Turn
    }

    private struct Parked {
        /// In the log's order.
        var entries: ArraySlice<Entry> = []
        var isBeingPromoted = false
        /// How many are taken back at a time: more while all goes well.
        var burst = 1
        /// How many dead letters hold an aggregate of this lane.
        var holds = 0
    }

    static let largestBurst = 32

    private var lanes: [Lane: Parked] = [:]
    private var lanesByPosition: [StreamPosition: Lane] = [:]
    private var candidates = DueHeap<Instant, Lane>()
    /// The aggregates that dead letters hold, and their lanes.
    private(set) var held: [String: Lane] = [:]

    /// Whether no lane waits.
    var isEmpty: Bool { lanes.isEmpty }
    /// How many deliveries are parked.
    var count: Int { lanesByPosition.count }
    /// When to look again for what is due.
    var nextLook: Instant? { candidates.first }
    /// All positions, in no order.
    var positions: some Collection<StreamPosition> { lanesByPosition.keys }
    /// Those of which the server has not said yet that they are parked.
    var settling: [StreamPosition] {
        lanes.values.flatMap { $0.entries.lazy.filter { $0.turn == .settling }.map(\.position) }
    }

    /// Whether what arrives for a lane has to wait.
    func isClosed(_ lane: Lane) -> Bool { lanes[lane] != nil }

    /// Whether a delivery is parked.
    func contains(_ position: StreamPosition) -> Bool { lanesByPosition[position] != nil }

    /// Parks a delivery; where it is parked already, says anew when its turn comes.
    mutating func park(_ position: StreamPosition, lane: Lane, turn: Turn, now: Instant) {
        if contains(position) { return setTurn(of: position, turn, now: now) }
        lanesByPosition[position] = lane
        lanes[lane, default: Parked()].entries.insertInOrder(Entry(position: position, turn: turn))
        lookAgain(at: lane, position, turn, now: now)
    }

    /// Something of a lane failed: it is taken back one by one again.
    mutating func slowDown(_ lane: Lane) { lanes[lane]?.burst = 1 }

    /// Says when a parked delivery's turn comes.
    mutating func setTurn(of position: StreamPosition, _ turn: Turn, now: Instant) {
        guard let lane = lanesByPosition[position], let index = lanes[lane]?.entries.index(of: position) else { return }
        lanes[lane]?.entries[index].turn = turn
        lookAgain(at: lane, position, turn, now: now)
    }

    /// A parked delivery need not wait any longer than for those before it.
    mutating func hasten(_ position: StreamPosition, now: Instant) {
        guard let lane = lanesByPosition[position], let index = lanes[lane]?.entries.index(of: position),
            case .from(let due)? = lanes[lane]?.entries[index].turn, due > now
        else { return }
        setTurn(of: position, .from(now), now: now)
    }

    /// A delivery is parked no more.
    mutating func remove(_ position: StreamPosition, now: Instant) {
        guard let lane = lanesByPosition.removeValue(forKey: position) else { return }
        lanes[lane]?.entries.removeEntry(position)
        tidy(lane, now: now)
    }

    /// A lane has nothing running any more: what is parked of it may go on.
    mutating func laneIsIdle(_ lane: Lane, now: Instant) {
        if isClosed(lane) { candidates.push(lane, due: now) }
    }

    /// A dead letter holds an aggregate.
    mutating func hold(_ aggregate: String, lane: Lane) {
        guard held.updateValue(lane, forKey: aggregate) == nil else { return }
        lanes[lane, default: Parked()].holds += 1
    }

    /// An aggregate's dead letter was redriven or discarded.
    mutating func release(_ aggregate: String, now: Instant) {
        guard let lane = held.removeValue(forKey: aggregate) else { return }
        lanes[lane]?.holds -= 1
        tidy(lane, now: now)
    }

    /// The next deliveries whose turn has come. They stay parked until ``finish(_:now:)``.
    ///
    /// - Parameters:
    ///   - limit: How many at most; at least 1.
    ///   - isBusy: Whether something of a lane runs or is about to.
    mutating func promote(now: Instant, limit: Int, isBusy: (Lane) -> Bool) -> Promotion? {
        while let lane = candidates.pop(dueBy: now) {
            guard let parked = lanes[lane], parked.holds == 0, !parked.isBeingPromoted, !isBusy(lane) else { continue }
            let ready = parked.entries.prefix(min(limit, parked.burst)).prefix { entry in
                switch entry.turn {
                case .settling: false
                case .from(let due): due <= now
                case .inOrder: true
                }
            }
            guard !ready.isEmpty else {
                if case .from(let due)? = parked.entries.first?.turn { candidates.push(lane, due: due) }
                continue
            }
            let positions = ready.map(\.position)
            lanes[lane]?.isBeingPromoted = true
            return Promotion(lane: lane, positions: positions)
        }
        return nil
    }

    /// What was promoted has been taken back, or is gone.
    mutating func finish(_ promotion: Promotion, now: Instant) {
        let lane = promotion.lane
        lanes[lane]?.isBeingPromoted = false
        lanes[lane]?.burst = min(2 * promotion.positions.count, Self.largestBurst)
        for position in promotion.positions {
            lanesByPosition[position] = nil
            lanes[lane]?.entries.removeEntry(position)
        }
        tidy(lane, now: now)
    }

    private mutating func lookAgain(at lane: Lane, _ position: StreamPosition, _ turn: Turn, now: Instant) {
        // Only the first of a lane can be next; one that becomes the first is looked at then.
        guard lanes[lane]?.entries.first?.position == position else { return }
        switch turn {
        case .settling: break
        case .from(let due): candidates.push(lane, due: due)
        case .inOrder: candidates.push(lane, due: now)
        }
    }

    private mutating func tidy(_ lane: Lane, now: Instant) {
        guard let parked = lanes[lane] else { return }
        if parked.entries.isEmpty, parked.holds == 0 {
            lanes[lane] = nil
        } else {
            candidates.push(lane, due: now)
        }
    }
}

extension ArraySlice<ParkedLanes.Entry> {
    /// The first index whose position is not before the given one.
    private func lowerBound(_ position: StreamPosition) -> Index {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle].position < position { low = middle + 1 } else { high = middle }
        }
        return low
    }

    fileprivate func index(of position: StreamPosition) -> Index? {
        let index = lowerBound(position)
        return index < endIndex && self[index].position == position ? index : nil
    }

    fileprivate mutating func insertInOrder(_ entry: Element) {
        if let last, last.position < entry.position { return append(entry) }
        insert(entry, at: lowerBound(entry.position))
    }

    fileprivate mutating func removeEntry(_ position: StreamPosition) {
        // As a rule it is the first, which costs a slice nothing.
        if first?.position == position {
            removeFirst()
        } else if let index = index(of: position) {
            remove(at: index)
        }
    }
}
