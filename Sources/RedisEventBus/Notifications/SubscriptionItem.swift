public import EventBus

/// What a subscription that tells everything brings.
public enum SubscriptionItem<Event: Sendable>: Sendable {
    /// An event.
    case event(Event)
    /// A place where entries are missing; reading goes on behind it.
    case gap(SubscriptionGap)
    /// An entry that is no event: written by hand, or by a program that does not know the layout.
    case foreign(ForeignEntry)
}

/// An entry of a log that is no event.
public struct ForeignEntry: Sendable, Hashable {
    /// The partition that holds it.
    public let partition: Int
    /// Where in that partition it stands.
    public let position: StreamPosition
    /// Where the subscriber stands after it.
    public let cursor: Cursor
    /// What is wrong with it.
    public let fault: MalformedRecord
}
