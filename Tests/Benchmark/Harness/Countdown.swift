import Synchronization

/// Counts events as they are handled, and lets somebody wait for a number of them.
final class Countdown: Sendable {
    private let seen = Atomic<Int>(0)
    private let waiting = Mutex<(target: Int, waiter: CheckedContinuation<Void, Never>)?>(nil)
    /// No larger than what is waited for, so that a count costs one addition and one comparison.
    private let target = Atomic<Int>(.max)

    func count() {
        let count = seen.add(1, ordering: .sequentiallyConsistent).newValue
        if count >= target.load(ordering: .sequentiallyConsistent) { wake() }
    }

    /// Waits until `number` have been counted since the beginning.
    func reach(_ number: Int) async {
        await withCheckedContinuation { waiter in
            waiting.withLock { $0 = (number, waiter) }
            target.store(number, ordering: .sequentiallyConsistent)
            if seen.load(ordering: .sequentiallyConsistent) >= number { wake() }
        }
    }

    private func wake() {
        let waiter: CheckedContinuation<Void, Never>? = waiting.withLock { waiting in
            guard let (number, waiter) = waiting, seen.load(ordering: .sequentiallyConsistent) >= number else {
                return nil
            }
            waiting = nil
            target.store(.max, ordering: .relaxed)
            return waiter
        }
        waiter?.resume()
    }
}
