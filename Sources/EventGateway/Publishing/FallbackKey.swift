/// The idempotency key that the gateway makes for an event where neither the event nor its own request names one.
///
/// No two of them have the same text, and none has that of a header, which is ASCII.
enum FallbackKey: Sendable, Hashable, CustomStringConvertible {
    /// A line of a batch that was sent under a key.
    case line(Int, of: String)
    /// A CloudEvent's `source` and `id`, which are unique together.
    case cloudEvent(source: String, id: String)

    /// `KEY§LINE`, or `§LENGTH SOURCE ID` with the source's length in bytes, so that it is plain where it ends.
    var description: String {
        switch self {
        case .line(let line, let key): "\(key)§\(line)"
        case .cloudEvent(let source, let id): "§\(source.utf8.count) \(source) \(id)"
        }
    }
}
