import CatalogueEvents
import EventBus
import HTTPTypes
import Logging
import RedisEventBus
import Synchronization

/// The feeds that run now, and the places that clients take.
final class EventFeeds: Sendable {
    private struct State {
        var feeds: [EventFeed.Key: EventFeed] = [:]
        var clients = 0
    }

    let bus: RedisEventBus
    let limits: StreamLimits
    private let open: FrameEncoder
    private let redacted: FrameEncoder
    private let logger: Logger
    private let state = Mutex(State())

    init(
        _ catalogue: LoadedCatalogue, on bus: RedisEventBus, limits: StreamLimits, redaction: PayloadRedaction,
        logger: Logger
    ) {
        self.bus = bus
        self.limits = limits
        self.logger = logger
        open = FrameEncoder(catalogue, redaction: nil)
        redacted = FrameEncoder(catalogue, redaction: redaction)
    }

    /// Takes a place: a client of these streams comes.
    ///
    /// - Throws: ``Problem`` 503 where all places are taken.
    func admit(to streams: [StreamDeclaration], redacted isRedacted: Bool) throws(Problem) -> StreamSeat {
        let key = EventFeed.Key(streams: streams.map(\.name), isRedacted: isRedacted)
        let feed = state.withLock { state -> EventFeed? in
            guard state.clients < limits.clients else { return nil }
            state.clients += 1
            if let feed = state.feeds[key], feed.join() { return feed }
            let feed = EventFeed(
                of: streams, on: bus, encoder: isRedacted ? redacted : open, limits: limits, logger: logger)
            _ = feed.join()
            state.feeds[key] = feed
            return feed
        }
        guard let feed else {
            throw Problem(
                .serviceUnavailable, "all \(limits.clients) places of the live stream are taken: try again later",
                headers: [.retryAfter: "10"])
        }
        return StreamSeat(feed) { [weak self] in self?.leave(feed, key) }
    }

    private func leave(_ feed: EventFeed, _ key: EventFeed.Key) {
        state.withLock { state in
            state.clients -= 1
            if feed.leave(), state.feeds[key] === feed { state.feeds[key] = nil }
        }
    }
}
