public import EventBus
import RedisClient

/// What a plain channel brings.
public enum ChannelNotification: Sendable, Hashable {
    /// A message.
    case message(channel: String, payload: [UInt8])
    /// The channels are subscribed again after the connection was lost, or cut by the server because this reader was too slow:
    /// what was published since that moment may be missing. The moment is of this machine's clock.
    case mayHaveMissed(since: Timestamp)
}

/// The messages of plain channels, in the order in which the server sent them; subscribed again by itself, and honest about it.
///
/// At most once: Redis keeps no message for a subscriber that is away. A slow reader is bounded: while its buffer is full the
/// socket is not read, until the server cuts the connection at its own limit; that too comes as
/// ``ChannelNotification/mayHaveMissed(since:)``. For events of the catalogue subscribe to their stream, which misses nothing.
///
/// Iteration ends when the task is cancelled, or by ``close()``. One task iterates at a time.
public struct ChannelNotifications: AsyncSequence, Sendable {
    /// What it brings.
    public typealias Element = ChannelNotification
    /// It never fails: it tells and goes on.
    public typealias Failure = Never

    let subscription: RedisSubscription

    /// Ends the subscription; the iteration ends after what is buffered.
    public func close() async { await subscription.close() }

    /// Begins to iterate.
    public func makeAsyncIterator() -> Iterator { Iterator(events: subscription.makeAsyncIterator()) }

    /// Takes messages as they come.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate var events: RedisSubscription.Iterator

        /// The next message; `nil` once it is closed or the task is cancelled.
        public mutating func next() async -> ChannelNotification? {
            await next(isolation: nil)
        }

        /// The next message; `nil` once it is closed or the task is cancelled.
        public mutating func next(isolation actor: isolated (any Actor)?) async -> ChannelNotification? {
            switch await events.next(isolation: actor) {
            case .message(let channel, let payload): return .message(channel: channel, payload: payload)
            case .resubscribed(let lastHeard):
                let silence = ContinuousClock.now - lastHeard
                let now = Timestamp.now.microseconds
                return .mayHaveMissed(since: Timestamp(microseconds: now - Int64(silence / .microseconds(1))))
            case nil: return nil
            }
        }
    }
}
