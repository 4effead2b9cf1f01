import NIOCore

/// What is sent to clients at once: some events, or a sign of life.
struct FeedPage: Sendable {
    /// Where a client stands before it and after it.
    let before: StreamCursor
    let after: StreamCursor
    /// The events; empty for a sign of life.
    let frames: [FeedFrame]
    /// All of it, as a client without a filter gets it.
    let bytes: ByteBuffer
    /// Whether it tells of a log that is not what it was: positions before and after it can't be compared.
    let isBreak: Bool

    /// Whether it is a sign of life, which everybody gets.
    var isHeartbeat: Bool { frames.isEmpty }

    /// A sign of life with the cursor, which a browser keeps without showing anything.
    static func heartbeat(at cursor: StreamCursor) -> FeedPage {
        FeedPage(
            before: cursor, after: cursor, frames: [],
            bytes: ByteBuffer(string: ": heartbeat\nid: \(cursor)\n\n"), isBreak: false)
    }
}
