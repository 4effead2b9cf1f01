import EventBus
import Hummingbird
import NIOCore
import RedisEventBus
import Synchronization

/// Serves one client of the live stream: from the log until it has caught up, then from the pages that all clients share.
///
/// It pulls: nothing is kept for a client but its place, so one that does not read costs its socket.
struct StreamClient: Sendable {
    let feed: EventFeed
    let bus: RedisEventBus
    let filter: StreamFilter
    let start: StreamStart
    let limits: StreamLimits
    let stop: ClientStop
    /// Says since when a write has been waiting for the client.
    let watch: WriteWatch

    /// How much is written at once.
    private static let burst = 128 << 10

    /// Where the client is served from.
    private enum Way {
        /// The log.
        case log(CatchUp)
        /// The page of this number. It is exact where the client stands between two pages, as others do.
        case pages(Int, isExact: Bool)
    }

    /// Serves until the client is to be served no longer, or the feed ends.
    ///
    /// - Throws: What writing throws, where the client has gone.
    func run(_ writer: inout any ResponseBodyWriter) async throws {
        let milliseconds = Int(limits.retry / .milliseconds(1))
        try await write([ByteBuffer(string: "retry: \(milliseconds)\n\n")], to: &writer)
        await feed.waitForEnd(stop)
        guard let end = feed.end else { return }
        var cursor = start.cursor(of: end.cursor.streams) ?? end.cursor
        var way: Way
        if case .now = start {
            way = .pages(end.number, isExact: true)
        } else if start.cursor(of: end.cursor.streams) != nil, let number = feed.number(for: cursor, isCertain: false) {
            way = .pages(number, isExact: false)
        } else {
            way = .log(CatchUp(feed.streams, on: bus, from: start, encoder: feed.encoder))
        }
        // So that a client which is cut off before its first event goes on from here.
        if case .pages = way { try await write([FeedPage.heartbeat(at: cursor).bytes], to: &writer) }
        var lastWrite = ContinuousClock.now
        while stop.reason == nil {
            switch way {
            case .log(var reading):
                let (items, read) = try await stop.cancelling { [reading] in
                    var reading = reading
                    return (try await reading.page(), reading)
                }
                reading = read
                cursor = reading.cursor ?? cursor
                let text = text(of: items)
                if text.readableBytes > 0 {
                    try await write([text], to: &writer)
                    lastWrite = .now
                } else if lastWrite.duration(to: .now) >= limits.heartbeat || items.isEmpty {
                    try await write([FeedPage.heartbeat(at: cursor).bytes], to: &writer)
                    lastWrite = .now
                }
                way = .log(reading)
                guard items.isEmpty else { continue }
                if let number = feed.number(for: cursor, isCertain: true) {
                    way = .pages(number, isExact: false)
                } else if let end = feed.end {
                    await feed.wait(for: end.number, stop)
                }
            case .pages(let number, let isExact):
                switch feed.pages(from: number, upTo: Self.burst) {
                case .pages(let pages):
                    var isExact = isExact
                    var buffers: [ByteBuffer] = []
                    for page in pages {
                        if isExact {
                            append(page, to: &buffers)
                            cursor = page.after
                        } else {
                            append(page, behind: &cursor, to: &buffers)
                            isExact = cursor == page.after
                        }
                    }
                    if !buffers.isEmpty { try await write(buffers, to: &writer) }
                    way = .pages(number + pages.count, isExact: isExact)
                case .upToDate: await feed.wait(for: number, stop)
                case .behind:
                    let places = Dictionary(
                        zip(cursor.streams, cursor.places), uniquingKeysWith: { first, _ in first })
                    way = .log(CatchUp(feed.streams, on: bus, from: .behind(places), encoder: feed.encoder))
                case .ended: return
                }
            }
        }
    }

    private func text(of items: [CatchUp.Item]) -> ByteBuffer {
        var text = ByteBuffer()
        for item in items where passes(item.encoded.kind) {
            text.writeString("id: \(item.cursor)\n")
            text.writeBytes(item.encoded.body)
        }
        return text
    }

    private func passes(_ kind: FeedFrame.Kind) -> Bool {
        switch kind {
        case .event(let type, let aggregate): filter.matches(type: type, aggregate: aggregate)
        case .notice: true
        }
    }

    /// A page as it is: its bytes are those that every client gets.
    private func append(_ page: FeedPage, to buffers: inout [ByteBuffer]) {
        if page.isHeartbeat || filter.isOpen { return buffers.append(page.bytes) }
        for frame in page.frames where passes(frame.kind) { buffers.append(frame.bytes) }
    }

    /// What of a page is behind a cursor that lies within it or before it in some partitions: the events are those that
    /// every client gets, with ids of their own.
    private func append(_ page: FeedPage, behind cursor: inout StreamCursor, to buffers: inout [ByteBuffer]) {
        for frame in page.frames {
            let position = frame.place.positions[frame.partition]
            let isNew =
                switch frame.kind {
                case .notice where page.isBreak: true
                case .event, .notice: position > cursor.places[frame.stream].positions[frame.partition]
                }
            guard isNew else { continue }
            cursor.move(frame.stream, frame.partition, to: frame.place)
            guard passes(frame.kind) else { continue }
            var bytes = ByteBuffer(string: "id: \(cursor)\n")
            bytes.writeImmutableBuffer(frame.body)
            buffers.append(bytes)
        }
        if page.isHeartbeat { buffers.append(FeedPage.heartbeat(at: cursor).bytes) }
        if cursor.isWithin(page.after) { cursor = page.after }
    }

    private func write(_ buffers: [ByteBuffer], to writer: inout any ResponseBodyWriter) async throws {
        watch.begin()
        defer { watch.end() }
        if buffers.count == 1 {
            try await writer.write(buffers[0])
        } else {
            try await writer.write(contentsOf: buffers)
        }
    }
}
