/// A model version that is to be looked at again.
package struct UnfinishedVersion: Sendable, Hashable {
    /// Why it is.
    package enum Cause: String, Sendable, Hashable {
        /// It is not registered to its end.
        case pending
        /// It was turned down, and its tags may be mended.
        case failed
        /// It could not be reviewed.
        case unavailable
    }

    /// Why it is.
    package let cause: Cause
    /// Since when, in milliseconds since 1970.
    package let since: Int64
    /// When to look next, in milliseconds since 1970.
    package let next: Int64

    /// Makes a note of a version.
    package init(cause: Cause, since: Int64, next: Int64) {
        self.cause = cause
        self.since = since
        self.next = next
    }

    /// Reads what ``text`` writes; `nil` for anything else.
    package init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count == 3, let cause = Cause(rawValue: String(words[0])), let since = Int64(words[1]),
            let next = Int64(words[2])
        else { return nil }
        self.init(cause: cause, since: since, next: next)
    }

    /// The note as it is stored.
    package var text: String { "\(cause.rawValue) \(since) \(next)" }
}
