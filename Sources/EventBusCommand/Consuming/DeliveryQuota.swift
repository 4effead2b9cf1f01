import Synchronization

/// How many deliveries a command still takes; tells when the last of them is done.
final class DeliveryQuota: Sendable {
    private let remaining: Mutex<Int?>
    private let reached: AsyncStream<Void>
    private let reach: AsyncStream<Void>.Continuation

    /// A quota; `nil` is without end.
    init(_ limit: Int?) {
        remaining = Mutex(limit)
        (reached, reach) = AsyncStream.makeStream()
    }

    /// Whether there is an end.
    var isLimited: Bool { remaining.withLock { $0 != nil } }

    /// Takes one; answers whether there was one left.
    func take() -> Bool {
        remaining.withLock { remaining in
            guard let left = remaining else { return true }
            guard left > 0 else { return false }
            remaining = left - 1
            if left == 1 { reach.finish() }
            return true
        }
    }

    /// Returns when the last one has been taken, or the task is cancelled.
    func waitUntilReached() async {
        for await _ in reached {}
    }
}
