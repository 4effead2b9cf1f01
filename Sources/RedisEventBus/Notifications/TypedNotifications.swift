public import EventBus

/// What the channels of one event bring.
public enum TypedNotification<E: Event>: Sendable {
    /// An event.
    case event(E)
    /// A message that is not the event, with its bytes: somebody else writes to the channel, or wrote something older.
    case unreadable([UInt8], InvalidPayload)
    /// What was published since that moment may be missing; see ``ChannelNotification/mayHaveMissed(since:)``.
    case mayHaveMissed(since: Timestamp)
}

/// The events that the router publishes on a channel of the catalogue, read: at once, and at most once.
///
/// For what must not be missed subscribe to the stream.
public struct TypedNotifications<E: Event>: AsyncSequence, Sendable {
    /// What it brings.
    public typealias Element = TypedNotification<E>
    /// It never fails: it tells and goes on.
    public typealias Failure = Never

    let notifications: ChannelNotifications
    let wire: Wire

    /// Ends the subscription; the iteration ends after what is buffered.
    public func close() async { await notifications.close() }

    /// Begins to iterate.
    public func makeAsyncIterator() -> Iterator {
        Iterator(notifications: notifications.makeAsyncIterator(), wire: wire)
    }

    /// Takes events as they come.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate var notifications: ChannelNotifications.Iterator
        fileprivate let wire: Wire

        /// The next event; `nil` once it is closed or the task is cancelled.
        public mutating func next() async -> TypedNotification<E>? {
            await next(isolation: nil)
        }

        /// The next event; `nil` once it is closed or the task is cancelled.
        public mutating func next(isolation actor: isolated (any Actor)?) async -> TypedNotification<E>? {
            switch await notifications.next(isolation: actor) {
            case .message(_, let bytes):
                do throws(InvalidPayload) { return .event(try wire.read(E.self, from: bytes)) } catch {
                    return .unreadable(bytes, error)
                }
            case .mayHaveMissed(let since): return .mayHaveMissed(since: since)
            case nil: return nil
            }
        }
    }
}
