import NIOCore
import RedisEventBus

/// One event, or one gap, as it is written to every client: encoded once.
struct FeedFrame: Sendable {
    /// What it tells.
    enum Kind: Sendable, Hashable {
        /// An event, which a filter may hold back.
        case event(type: String, aggregate: String)
        /// Something that every client must know.
        case notice
    }

    let kind: Kind
    /// The stream's place among those that are followed.
    let stream: Int
    let partition: Int
    /// Where the reader of that stream stands after it.
    let place: Cursor
    /// Where a client stands that has seen all up to this.
    let cursor: StreamCursor
    /// `id:`, `event:`, `data:` and the empty line.
    let bytes: ByteBuffer
    /// The same without `id:`.
    let body: ByteBuffer
}
