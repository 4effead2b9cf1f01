/// How often each of many callers may ask: a bucket of permits for each, refilled evenly. A pure value.
///
/// The table is bounded. A bucket that is full again is forgotten, since a new one is full too; while there are too many of
/// the others, newcomers share one bucket.
struct TokenBuckets: Sendable {
    private struct Bucket: Sendable {
        var permits: Double
        var at: Double
    }

    /// Permits a second.
    private let rate: Double
    /// How many permits a bucket holds.
    private let burst: Double
    private let maximumCount: Int
    private var buckets: [String: Bucket] = [:]
    /// Before this moment no bucket can be forgotten.
    private var nextSweep = 0.0

    init(rate: Int, burst: Int? = nil, maximumCount: Int = 4_096) {
        self.rate = Double(rate)
        self.burst = Double(burst ?? max(2 * rate, 10))
        self.maximumCount = maximumCount
    }

    /// How many callers are remembered.
    var count: Int { buckets.count }

    /// Takes one permit.
    ///
    /// - Parameter now: Seconds of a clock that does not jump.
    /// - Returns: After how many seconds to ask again; `nil` where there was a permit.
    mutating func take(_ caller: String, now: Double) -> Double? {
        var key = caller
        if buckets[key] == nil, buckets.count >= maximumCount {
            sweep(now)
            if buckets.count >= maximumCount { key = "" }
        }
        var bucket = buckets[key] ?? Bucket(permits: burst, at: now)
        bucket.permits = min(burst, bucket.permits + max(0, now - bucket.at) * rate)
        bucket.at = now
        let isFree = bucket.permits >= 1
        if isFree { bucket.permits -= 1 }
        buckets[key] = bucket
        return isFree ? nil : (1 - bucket.permits) / rate
    }

    /// Forgets the buckets that are full again; looks through all at most four times a second.
    private mutating func sweep(_ now: Double) {
        guard now >= nextSweep else { return }
        nextSweep = now + 0.25
        buckets = buckets.filter { $0.value.permits + (now - $0.value.at) * rate < burst }
    }
}
