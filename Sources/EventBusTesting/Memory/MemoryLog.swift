import EventBus

/// The log of one partition, in memory: appended to, never trimmed.
struct MemoryLog {
    /// One entry.
    struct Entry {
        let position: StreamPosition
        /// Its place among the appends to all logs of the bus.
        let ordinal: Int
        let content: Content
    }

    enum Content {
        case event(EventRecord)
        /// Written by a program that does not know the layout.
        case malformed(MalformedRecord, bytes: [UInt8])

        /// The id of the aggregate; `nil` where the entry has none, and so waits for nobody.
        var aggregateID: String? {
            guard case .event(let record) = self, !record.spans.subject.isAbsent else { return nil }
            return record.subject
        }
    }

    private(set) var entries: [Entry] = []

    /// The position that an entry appended now gets: the clock's, and never below the last one.
    func nextPosition(at time: Timestamp) -> StreamPosition {
        let milliseconds = UInt64(max(0, time.microseconds / 1_000))
        guard let last = entries.last?.position, last.milliseconds >= milliseconds else {
            return StreamPosition(milliseconds: milliseconds, sequence: 0)
        }
        return StreamPosition(milliseconds: last.milliseconds, sequence: last.sequence + 1)
    }

    mutating func append(_ content: Content, at position: StreamPosition, ordinal: Int) {
        entries.append(Entry(position: position, ordinal: ordinal, content: content))
    }

    /// The index of the first entry behind a position.
    func index(after position: StreamPosition) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].position <= position { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The index of the entry at a position.
    func index(of position: StreamPosition) -> Int? {
        let index = index(after: position) - 1
        return index >= 0 && entries[index].position == position ? index : nil
    }
}
