import EventBus
import NIOCore
import RedisEventBus

/// Serves one client of the live stream: from the log until it has caught up, then from the pages that all clients share.
///
/// Nothing is kept for a client but its place, so one that does not read costs its socket.
struct StreamClient: Sendable {
    let feed: EventFeed
    let bus: RedisEventBus
    let filter: StreamFilter
    let start: StreamStart
    let limits: StreamLimits
    let stop: ClientStop

    /// Serves until the client is to be served no longer, or the feed ends.
    ///
    /// - Throws: What writing throws, where the client has gone.
    func run(_ writer: inout StreamWriter) async throws {
        let milliseconds = Int(limits.retry / .milliseconds(1))
        try await writer.write(ByteBuffer(string: "retry: \(milliseconds)\n\n"))
        await feed.waitForEnd(stop)
        guard let end = feed.end else { return }
        var place = place(behind: end)
        // So that a client which is cut off before its first event goes on from here.
        if let place { try await writer.write(FeedPage.heartbeat(at: place.cursor).bytes) }
        var start = start
        while stop.reason == nil {
            let next: PagePlace
            if let place {
                next = place
            } else {
                guard let reached = try await readLog(from: start, &writer) else { return }
                next = reached
            }
            switch try await writer.follow(feed, from: next) {
            case .behind(let cursor):
                start = .behind(
                    Dictionary(zip(cursor.streams, cursor.places), uniquingKeysWith: { first, _ in first }))
                place = nil
            case .ended, .left: return
            }
        }
    }

    /// The place among the pages where the client begins; `nil` where the log is to be read first.
    private func place(behind end: (cursor: StreamCursor, number: Int)) -> PagePlace? {
        if case .now = start { return PagePlace(at: end.number, end.cursor, isExact: true, filter: filter) }
        guard let cursor = start.cursor(of: end.cursor.streams),
            let number = feed.number(for: cursor, isCertain: false)
        else { return nil }
        return PagePlace(at: number, cursor, isExact: false, filter: filter)
    }

    /// Reads the log until the client has seen so much of it that the pages go on from there.
    ///
    /// - Returns: The place among the pages; `nil` where the client is to be served no longer.
    private func readLog(from start: StreamStart, _ writer: inout StreamWriter) async throws -> PagePlace? {
        var reading = CatchUp(feed.streams, on: bus, from: start, encoder: feed.encoder)
        var lastWrite = ContinuousClock.now
        while stop.reason == nil {
            let (items, read) = try await stop.cancelling { [reading] in
                var reading = reading
                return (try await reading.page(), reading)
            }
            reading = read
            guard let cursor = reading.cursor else { continue }
            let text = text(of: items)
            if text.readableBytes > 0 {
                try await writer.write(text)
                lastWrite = .now
            } else if lastWrite.duration(to: .now) >= limits.heartbeat || items.isEmpty {
                try await writer.write(FeedPage.heartbeat(at: cursor).bytes)
                lastWrite = .now
            }
            guard items.isEmpty else { continue }
            if let number = feed.number(for: cursor, isCertain: true) {
                return PagePlace(at: number, cursor, isExact: false, filter: filter)
            }
            guard let end = feed.end else { continue }
            await feed.wait(for: end.number, stop)
        }
        return nil
    }

    private func text(of items: [CatchUp.Item]) -> ByteBuffer {
        var text = ByteBuffer()
        for item in items where filter.passes(item.encoded.kind) {
            text.writeString("id: \(item.cursor)\n")
            text.writeBytes(item.encoded.body)
        }
        return text
    }
}
