import EventBus

/// The most recent entries of one partition, as the shared read brought them: everything after `floor`, up to `last`.
///
/// A pure value. Subscribers who are within the window share it; one who has fallen behind it reads the log itself.
struct TailWindow {
    /// What there is for a subscriber who has seen everything up to some position.
    enum Answer {
        case entries(ArraySlice<LogEntry>)
        /// Older than the window, which begins after this position: read the log.
        case behind(floor: StreamPosition)
        case upToDate
    }

    /// Entries at and before this position are not in the window.
    private(set) var floor: StreamPosition
    private var entries: [LogEntry] = []
    private let capacity: Int

    init(after floor: StreamPosition, capacity: Int) {
        self.floor = floor
        self.capacity = capacity
    }

    /// The last position that the shared read has seen.
    var last: StreamPosition { entries.last?.position ?? floor }

    /// Takes in what the shared read brought; drops the oldest half when there is too much.
    mutating func append(_ new: [LogEntry]) {
        entries += new
        guard entries.count > capacity else { return }
        let surplus = entries.count - capacity / 2
        floor = entries[surplus - 1].position
        entries.removeFirst(surplus)
    }

    /// What comes after a position, at most `limit` entries of it.
    func entries(after position: StreamPosition, limit: Int) -> Answer {
        if position < floor { return .behind(floor: floor) }
        if position >= last { return .upToDate }
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].position <= position { low = middle + 1 } else { high = middle }
        }
        return .entries(entries[low..<min(low + limit, entries.count)])
    }
}
