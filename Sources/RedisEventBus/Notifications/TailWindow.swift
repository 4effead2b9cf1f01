import EventBus

/// The most recent entries of one partition, as the shared read brought them: everything after `floor`, up to `last`.
///
/// A pure value. Subscribers who are within the window share it; one who has fallen behind it reads the log itself.
struct TailWindow {
    /// What there is for a subscriber who has seen everything up to some position.
    enum Answer {
        /// Entries, the first of which has this number.
        case entries(ArraySlice<LogEntry>, number: Int)
        /// Older than the window, which begins after this position: read the log.
        case behind(floor: StreamPosition)
        case upToDate(number: Int)
        /// Beyond what the shared read has seen: it is late, or the subscriber's place is gone with its log.
        case ahead
    }

    /// Entries at and before this position are not in the window.
    private(set) var floor: StreamPosition
    private var entries: [LogEntry] = []
    /// How many entries have left the window: what is counted from the moment the shared read began.
    private var dropped: Int
    private let capacity: Int
    /// Positions before the window that are known to have been in the log.
    private let earlier: [StreamPosition]

    init(after floor: StreamPosition, capacity: Int, count: Int = 0, earlier: [StreamPosition] = []) {
        self.floor = floor
        self.capacity = capacity
        self.earlier = earlier
        dropped = count
    }

    /// The last position that the shared read has seen.
    var last: StreamPosition { entries.last?.position ?? floor }

    /// How many entries the shared read has seen.
    var count: Int { dropped + entries.count }

    /// The positions that the window knows to have been in the log, the oldest first.
    var positions: [StreamPosition] {
        earlier.filter { $0 < floor } + (floor == .beginning ? [] : [floor]) + entries.map(\.position)
    }

    /// Takes in what the shared read brought; drops the oldest half when there is too much.
    mutating func append(_ new: [LogEntry]) {
        entries += new
        guard entries.count > capacity else { return }
        drop(entries.count - capacity / 2)
    }

    private mutating func drop(_ surplus: Int) {
        floor = entries[surplus - 1].position
        entries.removeFirst(surplus)
        dropped += surplus
    }

    /// What comes after a position, at most `limit` entries of it.
    func entries(after position: StreamPosition, limit: Int) -> Answer {
        if position < floor { return .behind(floor: floor) }
        if position == last { return .upToDate(number: count) }
        if position > last { return .ahead }
        let low = index(after: position)
        return .entries(entries[low..<min(low + limit, entries.count)], number: dropped + low)
    }

    /// The place behind which at most so many entries are left, and how many entries stand before it.
    func place(leaving limit: Int) -> (position: StreamPosition, number: Int) {
        let index = Swift.max(0, entries.count - limit)
        return (index == 0 ? floor : entries[index - 1].position, dropped + index)
    }

    private func index(after position: StreamPosition) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].position <= position { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
