/// All that a subscription has to tell, in the log's order: events, gaps, and entries that are no events.
public struct MarkedEventSubscription: AsyncSequence, Sendable {
    /// What it brings.
    public typealias Element = SubscriptionItem<EventSubscription.Element>

    let subscription: EventSubscription

    /// Starts to read.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(reader: SubscriptionReader(subscription)) }

    /// Reads one item after another.
    public struct AsyncIterator: AsyncIteratorProtocol, Sendable {
        var reader: SubscriptionReader

        /// The next item; `nil` when the task is cancelled.
        ///
        /// - Throws: ``SubscriberTooSlow`` where the reader asked for that; `RedisError` where only a person can help.
        public mutating func next() async throws -> Element? { try await reader.next() }

        /// Waits until it is known where the log ends.
        ///
        /// - Returns: Where this reader begins; `nil` when the task is cancelled.
        /// - Throws: `RedisError` where only a person can help.
        package mutating func begin() async throws -> Cursor? { try await reader.begin() }

        /// The next item, unless this reader has seen everything that there is: then `nil`, without waiting for more. To be
        /// called after ``begin()``.
        ///
        /// - Throws: What ``next()`` throws; `CancellationError` when the task is cancelled.
        package mutating func nextAtHand() async throws -> Element? { try await reader.nextAtHand() }

        /// Where this reader stands; `nil` before it has begun.
        package var cursor: Cursor? { reader.cursor }
    }
}
