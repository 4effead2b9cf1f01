/// Counts by the second, for the last minute: a pure value, the clock comes from outside.
struct RateRing: Sendable, Hashable {
    /// How many seconds are kept.
    static let seconds = 60

    /// How many were counted in all.
    private(set) var total = 0
    private var counts = [Int](repeating: 0, count: seconds + 1)
    /// The second that is being counted.
    private var current: Int64

    /// Begins to count.
    init(at second: Int64) {
        current = second
    }

    /// Counts; a second before the one that is being counted is taken for that one, since clocks may be set back.
    mutating func add(_ count: Int, at second: Int64) {
        advance(to: second)
        counts[index(current)] += count
        total += count
    }

    /// How many there were in each of the sixty seconds before this one, the newest last.
    mutating func recent(at second: Int64) -> [Int] {
        advance(to: second)
        return (current - Int64(Self.seconds)..<current).map { counts[index($0)] }
    }

    private mutating func advance(to second: Int64) {
        guard second > current else { return }
        // After a whole round every count is of the past.
        let passed = min(second - current, Int64(counts.count))
        for step in 0..<passed { counts[index(second - step)] = 0 }
        current = second
    }

    private func index(_ second: Int64) -> Int {
        let size = Int64(counts.count)
        return Int(((second % size) + size) % size)
    }
}
