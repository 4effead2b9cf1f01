import Synchronization

/// The sign of life of one loop; any thread may give it.
package final class LoopHeartbeat: Sendable {
    /// The loop that the current task belongs to, so that what tries again on its behalf can say so.
    @TaskLocal package static var current: LoopHeartbeat?

    /// What loops.
    let name: String
    private let bound: Duration
    private let origin = ContinuousClock.now
    /// Nanoseconds from the origin to the last turn.
    private let last = Atomic<Int64>(0)
    /// Whether it waits for somebody whose time is not bounded.
    private let isWaiting = Atomic<Bool>(false)
    private let failure = Mutex<String?>(nil)

    init(name: String, bound: Duration) {
        self.name = name
        self.bound = bound
    }

    /// The loop has turned.
    package func beat() { last.store(Int64(origin.duration(to: .now) / .nanoseconds(1)), ordering: .relaxed) }

    /// What the turns fail of though the loop goes on; `nil` once one has succeeded.
    package func note(failure: String?) { self.failure.withLock { $0 = failure } }

    /// Waits for something that may rightly take for ever, such as a handler: standing still meanwhile is no sign of death.
    package func pausing(
        isolation: isolated (any Actor)? = #isolation, _ wait: () async -> Void
    ) async {
        isWaiting.store(true, ordering: .relaxed)
        await wait()
        isWaiting.store(false, ordering: .relaxed)
        beat()
    }

    func status(now: ContinuousClock.Instant) -> LoopStatus {
        let age = max(.zero, (origin + .nanoseconds(last.load(ordering: .relaxed))).duration(to: now))
        return LoopStatus(
            name: name, age: age, isDead: age > bound && !isWaiting.load(ordering: .relaxed),
            failure: failure.withLock { $0 })
    }
}
