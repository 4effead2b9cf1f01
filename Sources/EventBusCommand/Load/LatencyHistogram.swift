/// How often which length of time was measured, in a fixed space: each is known to 1 %.
struct LatencyHistogram: Sendable, Hashable {
    /// Steps within one power of two.
    private static let steps = 64
    private var counts = [Int](repeating: 0, count: steps * 42)
    /// How many were measured.
    private(set) var count = 0
    /// The longest.
    private(set) var maximum = Duration.zero

    /// Nothing measured.
    init() {}

    /// Adds one.
    mutating func add(_ duration: Duration) {
        counts[Self.bucket(max(0, Int(duration / .nanoseconds(1))))] += 1
        count += 1
        maximum = max(maximum, duration)
    }

    /// Adds all of another.
    mutating func add(_ other: LatencyHistogram) {
        for index in counts.indices { counts[index] += other.counts[index] }
        count += other.count
        maximum = max(maximum, other.maximum)
    }

    /// The length of time that this part of all stayed within, e.g. `0.99`; `nil` where nothing was measured.
    func percentile(_ part: Double) -> Duration? {
        guard count > 0 else { return nil }
        let rank = max(1, Int((Double(count) * part).rounded(.up)))
        var seen = 0
        for (index, number) in counts.enumerated() {
            seen += number
            if seen >= rank { return min(.nanoseconds(Self.upperBound(index)), maximum) }
        }
        return maximum
    }

    private static func bucket(_ nanoseconds: Int) -> Int {
        guard nanoseconds >= steps else { return nanoseconds }
        let shift = Int.bitWidth - 1 - nanoseconds.leadingZeroBitCount - 6
        return min((shift + 1) * steps + (nanoseconds >> shift) - steps, steps * 42 - 1)
    }

    private static func upperBound(_ bucket: Int) -> Int {
        guard bucket >= steps else { return bucket }
        let shift = bucket / steps - 1
        return ((bucket % steps + steps + 1) << shift) - 1
    }
}
