/// What a transport remembers of an append whose answer was lost, for somebody to find out later what became of it – in
/// another process, too.
///
/// The text is the transport's own: keep it, and hand it back to ``EncodedEventAppender/settle(_:_:)``.
public struct AppendDoubt: Sendable, Hashable {
    /// What the transport wrote.
    public let text: String

    /// Makes a doubt of what a transport wrote.
    public init(text: String) {
        self.text = text
    }
}

/// What became of an append whose answer was lost.
public enum SettledDoubt: Sendable, Hashable {
    /// The event is in the log.
    case appended(StreamPosition)
    /// It is not, and what was sent then can no longer put it there: appending it is safe.
    case absent
    /// That can no longer be found out; why.
    case lost(String)
}
