import Synchronization

/// Hands out the events of a load one after another, each with the moment when it is due, until the bound is reached.
final class LoadSchedule: Sendable {
    /// One event to publish.
    struct Slot: Sendable, Hashable {
        let number: Int
        /// When it is due, since the beginning.
        let due: Duration
    }

    private let count: Int?
    private let duration: Duration?
    private let rate: Double?
    private let next = Atomic<Int>(0)

    /// - Parameters:
    ///   - count: How many events at most.
    ///   - duration: For how long at most.
    ///   - rate: How many a second; as fast as it goes unless given.
    init(count: Int?, duration: Duration?, rate: Double?) {
        precondition(count != nil || duration != nil, "a load has an end")
        self.count = count
        self.duration = duration
        self.rate = rate
    }

    /// The next event; `nil` at the end.
    ///
    /// - Parameter elapsed: The time since the beginning.
    func take(elapsed: Duration) -> Slot? {
        let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if let count, number >= count { return nil }
        let due = rate.map { Duration.seconds(Double(number) / $0) } ?? elapsed
        if let duration, max(due, elapsed) >= duration { return nil }
        return Slot(number: number, due: due)
    }

    /// Which part of it has been handed out, from 0 to 1.
    func progress(elapsed: Duration) -> Double {
        let handed = next.load(ordering: .relaxed)
        let parts = [count.map { Double(handed) / Double($0) }, duration.map { elapsed / $0 }]
        return min(1, parts.compactMap(\.self).max() ?? 0)
    }

    /// How many have been handed out.
    var taken: Int { min(next.load(ordering: .relaxed), count ?? .max) }
}
