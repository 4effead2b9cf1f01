public import EventBus
import RedisClient

/// Every event of a stream, in the log's order, as it comes: no gap, no repeat, over reconnects too.
///
/// It reads the log, not a channel. It pulls: an event that nobody asks for stays in the log, so a slow reader holds up
/// nobody and needs no buffer. Entries that are not events are passed over.
///
/// Where entries are missing all the same – they were trimmed before this reader came to them, or the log itself was lost – `next()`
/// throws ``SubscriptionGap``, so that nobody takes part of a story for the whole. To call `next()` again goes on behind the gap;
/// so does a new subscription from the gap's cursor. Who would rather be told than stopped iterates over ``marked``.
///
/// Iteration ends when the task is cancelled; it throws `RedisError` where only a person can help.
public struct EventSubscription: AsyncSequence, Sendable {
    /// One event of the log.
    public struct Element: Sendable {
        /// The event as it was written.
        public let record: EventRecord
        /// The partition that holds it.
        public let partition: Int
        /// Where in that partition it stands.
        public let position: StreamPosition
        /// Where the subscriber stands after this event: subscribe from here to go on behind it.
        public let cursor: Cursor
    }

    /// Where a subscription begins.
    public enum Start: Sendable, Hashable {
        /// With what is appended from now on.
        case now
        /// With the first entry of the log.
        case beginning
        /// Behind the last event that a cursor has seen.
        case after(Cursor)
        /// With the first entry at or after this moment of the server's clock.
        case time(Timestamp)
    }

    let tail: LogTail
    let start: Start
    let slowReader: SlowReaderPolicy
    /// Whether what it claims to have read counts: that it does not fit the log is then a loss, which operators are told of.
    var isTrusted = true

    /// The same subscription on behalf of somebody else, such as a client of a gateway: a cursor that does not fit the log may be
    /// made up, so only that subscriber is told of it.
    package var untrusted: EventSubscription {
        var subscription = self
        subscription.isTrusted = false
        return subscription
    }

    /// The same subscription as items: events, gaps, and entries that are no events, each in its place. It never stops for a gap.
    public var marked: MarkedEventSubscription { MarkedEventSubscription(subscription: self) }

    /// Starts to read; ``Start/now`` is the moment of the first call of `next()`.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(reader: SubscriptionReader(self)) }

    /// Reads one event after another.
    public struct AsyncIterator: AsyncIteratorProtocol {
        var reader: SubscriptionReader

        /// The next event; `nil` when the task is cancelled.
        ///
        /// - Throws: ``SubscriptionGap`` where entries are missing that this reader did not ask to skip; ``SubscriberTooSlow`` where
        ///   it asked for that; `RedisError` where only a person can help.
        public mutating func next() async throws -> Element? {
            while let item = try await reader.next() {
                if let event = try item.orThrow() { return event }
            }
            return nil
        }
    }
}

extension SubscriptionItem {
    /// The event, `nil` for what a subscriber to events alone passes over.
    ///
    /// - Throws: ``SubscriptionGap``, unless it was asked for.
    func orThrow() throws(SubscriptionGap) -> Event? {
        switch self {
        case .event(let event): return event
        case .gap(let gap):
            if gap.reason != .dropped { throw gap }
            return nil
        case .foreign: return nil
        }
    }
}
