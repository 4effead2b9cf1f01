import NIOCore
import RedisEventBus

/// Where a client stands among the pages, and what it gets of the next one.
///
/// A pure value.
struct PagePlace: Sendable {
    /// The page that comes next.
    private(set) var number: Int
    private(set) var cursor: StreamCursor
    /// Whether it stands between two pages, as others do.
    private var isExact: Bool
    private let filter: StreamFilter

    /// Places a client.
    ///
    /// - Parameter isExact: Whether the page of that number begins where the cursor is; else some of it may be behind it.
    init(at number: Int, _ cursor: StreamCursor, isExact: Bool, filter: StreamFilter) {
        self.number = number
        self.cursor = cursor
        self.isExact = isExact
        self.filter = filter
    }

    /// Takes the next page, and hands on what of it is to be sent.
    mutating func take(_ page: FeedPage, _ send: (ByteBuffer) -> Void) {
        number += 1
        if isExact {
            cursor = page.after
            if page.isHeartbeat || filter.isOpen { return send(page.bytes) }
            for frame in page.frames where filter.passes(frame.kind) { send(frame.bytes) }
        } else {
            takeRest(of: page, send)
            isExact = cursor == page.after
        }
    }

    /// What of a page is behind a cursor that lies within it or before it in some partitions: the events are those that
    /// every client gets, with ids of their own.
    private mutating func takeRest(of page: FeedPage, _ send: (ByteBuffer) -> Void) {
        for frame in page.frames {
            let position = frame.place.positions[frame.partition]
            let isNew =
                switch frame.kind {
                case .notice where page.isBreak: true
                case .event, .notice: position > cursor.places[frame.stream].positions[frame.partition]
                }
            guard isNew else { continue }
            cursor.move(frame.stream, frame.partition, to: frame.place)
            guard filter.passes(frame.kind) else { continue }
            var bytes = ByteBuffer(string: "id: \(cursor)\n")
            bytes.writeImmutableBuffer(frame.body)
            send(bytes)
        }
        if page.isHeartbeat { send(FeedPage.heartbeat(at: cursor).bytes) }
        if cursor.isWithin(page.after) { cursor = page.after }
    }
}
