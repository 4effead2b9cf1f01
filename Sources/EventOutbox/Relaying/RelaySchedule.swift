import EventBus

/// When which partition is relayed next: a pure value, so that one partition that fails does not hold up another.
struct RelaySchedule: Sendable {
    private struct Pause: Sendable {
        var failures: Int
        var end: ContinuousClock.Instant
    }

    private let backoff: RetryBackoff
    private var pauses: [OutboxPartition: Pause] = [:]

    init(backoff: RetryBackoff) {
        self.backoff = backoff
    }

    /// Whether a partition may be relayed now.
    func isDue(_ partition: OutboxPartition, at now: ContinuousClock.Instant) -> Bool {
        pauses[partition].map { $0.end <= now } ?? true
    }

    /// Relaying a partition went well.
    mutating func noteSuccess(_ partition: OutboxPartition) { pauses[partition] = nil }

    /// Relaying a partition failed; answers how long it is left alone.
    mutating func noteFailure(
        _ partition: OutboxPartition, at now: ContinuousClock.Instant, using random: inout some RandomNumberGenerator
    ) -> Duration {
        let failures = (pauses[partition]?.failures ?? 0) + 1
        let pause = backoff.pause(afterAttempts: failures, using: &random)
        pauses[partition] = Pause(failures: failures, end: now + pause)
        return pause
    }

    /// How long until the next of these partitions is due; `nil` where there is none.
    func delay(until partitions: [OutboxPartition], from now: ContinuousClock.Instant) -> Duration? {
        partitions.map { partition in pauses[partition].map { max(.zero, now.duration(to: $0.end)) } ?? .zero }.min()
    }
}
