import NIOCore
import RedisEventBus

/// A page while it is written: the bytes of its events, one behind the other.
///
/// A pure value.
struct PageDraft: Sendable {
    private struct Note: Sendable {
        let kind: FeedFrame.Kind
        let stream: Int
        let partition: Int
        let place: Cursor
        let cursor: StreamCursor
        let start: Int
        let body: Int
        let end: Int
    }

    private var notes: [Note] = []
    private var bytes = ByteBuffer()
    private var isBreak = false

    /// Whether it is to be given out before it grows.
    var isFull: Bool { notes.count >= 256 || bytes.readableBytes >= 256 << 10 }

    /// Writes an event behind those that are there.
    mutating func append(
        _ encoded: FrameEncoder.Encoded, stream: Int, _ partition: Int, _ place: Cursor, at cursor: StreamCursor,
        isBreak: Bool
    ) {
        let start = bytes.writerIndex
        bytes.writeString("id: \(cursor)\n")
        let body = bytes.writerIndex
        bytes.writeBytes(encoded.body)
        notes.append(
            Note(
                kind: encoded.kind, stream: stream, partition: partition, place: place, cursor: cursor, start: start,
                body: body, end: bytes.writerIndex))
        if isBreak { self.isBreak = true }
    }

    /// The page; `nil` where nothing was written. What is written afterwards is of the next.
    mutating func finish(after before: StreamCursor) -> FeedPage? {
        guard let last = notes.last else { return nil }
        let whole = bytes
        let frames = notes.compactMap { note -> FeedFrame? in
            guard let bytes = whole.getSlice(at: note.start, length: note.end - note.start),
                let body = whole.getSlice(at: note.body, length: note.end - note.body)
            else { return nil }
            return FeedFrame(
                kind: note.kind, stream: note.stream, partition: note.partition, place: note.place, cursor: note.cursor,
                bytes: bytes, body: body)
        }
        defer { self = PageDraft() }
        return FeedPage(before: before, after: last.cursor, frames: frames, bytes: whole, isBreak: isBreak)
    }
}
