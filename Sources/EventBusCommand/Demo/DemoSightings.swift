import Synchronization

/// What was received and not shown yet, in the order in which it came.
final class DemoSightings: Sendable {
    private let waiting = Mutex<[DemoSighting]>([])

    /// How many may wait to be shown: later, while the dashboard stays, nobody shows any.
    private static let limit = 100

    /// Notes that somebody received an event.
    func note(_ reader: String, _ text: String) {
        waiting.withLock { waiting in
            if waiting.count < Self.limit { waiting.append(DemoSighting(reader: reader, text: text)) }
        }
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
