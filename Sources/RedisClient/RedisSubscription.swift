/// What a subscription brings.
public enum RedisSubscriptionEvent: Sendable, Hashable {
    /// A message of a channel.
    case message(channel: String, payload: [UInt8])
    /// The connection was lost and the channels are subscribed again: messages since the server was last heard are missing.
    case resubscribed(lastHeard: ContinuousClock.Instant)
}

/// The messages of channels, in the order in which the server sent them. It survives the loss of its connection and says so
/// by ``RedisSubscriptionEvent/resubscribed(lastHeard:)``; it ends only by ``close()``, by the end of the task that iterates, or with its last reference.
///
/// At most once: Redis keeps no message for a subscriber that is away. One task iterates at a time.
public struct RedisSubscription: AsyncSequence, Sendable {
    /// What a subscription brings.
    public typealias Element = RedisSubscriptionEvent
    /// A subscription never fails: it tells and goes on.
    public typealias Failure = Never

    private let owner: Owner

    init(connection: SubscriptionConnection) {
        owner = Owner(connection: connection)
    }

    /// Ends the subscription; the iteration ends after what is buffered.
    public func close() async { await owner.connection.close() }

    /// Begins to iterate.
    public func makeAsyncIterator() -> Iterator { Iterator(owner: owner) }

    /// Takes events as they come.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let owner: Owner

        /// The next event; `nil` once the subscription is closed or the task is cancelled.
        public mutating func next() async -> RedisSubscriptionEvent? {
            await owner.connection.next()
        }

        /// The next event; `nil` once the subscription is closed or the task is cancelled.
        public mutating func next(isolation actor: isolated (any Actor)?) async -> RedisSubscriptionEvent? {
            await owner.connection.next()
        }
    }

    fileprivate final class Owner: Sendable {
        let connection: SubscriptionConnection

        init(connection: SubscriptionConnection) { self.connection = connection }

        deinit { connection.closeSoon() }
    }
}
