public import EventBus

/// One event that a worker has taken from a work queue, and not yet settled.
///
/// While the job lives, its claim is renewed. A job that goes out of scope unsettled stays claimed: it comes back to the
/// queue after its visibility, and that counts as an attempt.
public struct Job<E: Event>: Sendable {
    /// The event.
    public let event: E
    /// The item as it was taken.
    public let raw: RawJob

    /// What the item says of itself: id, type, time, retries.
    public var message: WorkMessage { raw.message }
    /// Which attempt this is: 1, 2, ….
    public var attempt: Int { raw.attempt }
    /// How many attempts there are.
    public var attemptsAllowed: Int { raw.attemptsAllowed }
    /// Whether the job was found to be another worker's by now.
    public var isLost: Bool { raw.isLost }

    /// The job is done; see ``RawJob/complete()``.
    @discardableResult
    public func complete() async throws -> JobOutcome { try await raw.complete() }

    /// The job failed and is tried again; see ``RawJob/retry(after:reason:)``.
    @discardableResult
    public func retry(after pause: Duration = .zero, reason: String = "Processing failed") async throws -> JobOutcome {
        try await raw.retry(after: pause, reason: reason)
    }

    /// The job will never succeed; see ``RawJob/fail(_:)``.
    @discardableResult
    public func fail(_ reason: String) async throws -> JobOutcome { try await raw.fail(reason) }
}
