/// All that a subscription has to tell, in the log's order: events, gaps, and entries that are no events.
public struct MarkedEventSubscription: AsyncSequence, Sendable {
    /// What it brings.
    public typealias Element = SubscriptionItem<EventSubscription.Element>

    let subscription: EventSubscription

    /// Starts to read.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(reader: SubscriptionReader(subscription)) }

    /// Reads one item after another.
    public struct AsyncIterator: AsyncIteratorProtocol {
        var reader: SubscriptionReader

        /// The next item; `nil` when the task is cancelled.
        ///
        /// - Throws: ``SubscriberTooSlow`` where the reader asked for that; `RedisError` where only a person can help.
        public mutating func next() async throws -> Element? { try await reader.next() }
    }
}
