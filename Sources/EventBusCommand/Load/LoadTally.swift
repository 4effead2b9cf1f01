/// What came of the events of a load, or of one of its workers.
struct LoadTally: Sendable, Hashable {
    /// How many were appended.
    var appended = 0
    /// How many had been appended before, by their idempotency key.
    var duplicates = 0
    /// How many failed, by the code of the error.
    var failures: [String: Int] = [:]
    /// How long each append took, from the moment when it was due.
    var latencies = LatencyHistogram()

    /// How many failed in all.
    var failed: Int { failures.values.reduce(0, +) }

    /// Adds what another worker did.
    mutating func add(_ other: LoadTally) {
        appended += other.appended
        duplicates += other.duplicates
        failures.merge(other.failures) { $0 + $1 }
        latencies.add(other.latencies)
    }
}
