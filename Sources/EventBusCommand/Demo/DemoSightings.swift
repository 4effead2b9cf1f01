import Synchronization

/// What was received and not shown yet, in the order in which it came.
final class DemoSightings: Sendable {
    private let waiting = Mutex<[DemoSighting]>([])

    /// Notes that somebody received an event.
    func note(_ reader: String, _ text: String) {
        waiting.withLock { $0.append(DemoSighting(reader: reader, text: text)) }
    }

    /// The next one.
    ///
    /// - Returns: `nil` where none comes within the time, or the task is cancelled.
    func next(within time: Duration) async -> DemoSighting? {
        let deadline = ContinuousClock.now + time
        while ContinuousClock.now < deadline, !Task.isCancelled {
            let first = waiting.withLock { waiting -> DemoSighting? in waiting.isEmpty ? nil : waiting.removeFirst() }
            if let first { return first }
            try? await Task.sleep(for: .milliseconds(1))
        }
        return nil
    }
}
