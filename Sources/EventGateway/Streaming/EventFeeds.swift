import CatalogueEvents
import EventBus
import Logging
import RedisEventBus
import Synchronization

/// The feeds that run now, and the places that clients take.
final class EventFeeds: Sendable {
    let bus: RedisEventBus
    let limits: StreamLimits
    private let open: FrameEncoder
    private let redacted: FrameEncoder
    private let logger: Logger
    private let places: StreamPlaces
    private let feeds = Mutex<[EventFeed.Key: EventFeed]>([:])

    init(
        _ catalogue: LoadedCatalogue, on bus: RedisEventBus, limits: StreamLimits, redaction: PayloadRedaction,
        places: StreamPlaces, logger: Logger
    ) {
        self.bus = bus
        self.limits = limits
        self.places = places
        self.logger = logger
        open = FrameEncoder(catalogue, redaction: nil)
        redacted = FrameEncoder(catalogue, redaction: redaction)
    }

    /// Takes a place: a client of these streams comes.
    ///
    /// - Throws: ``Problem`` 503 where all places are taken.
    func admit(to streams: [StreamDeclaration], redacted isRedacted: Bool) throws(Problem) -> StreamSeat {
        let key = EventFeed.Key(streams: streams.map(\.name), isRedacted: isRedacted)
        let place = try places.take()
        let feed = feeds.withLock { feeds -> EventFeed in
            if let feed = feeds[key], feed.join() { return feed }
            let feed = EventFeed(
                of: streams, on: bus, encoder: isRedacted ? redacted : open, limits: limits, logger: logger)
            _ = feed.join()
            feeds[key] = feed
            return feed
        }
        return StreamSeat(feed, at: place) { [weak self] in self?.leave(feed, key) }
    }

    private func leave(_ feed: EventFeed, _ key: EventFeed.Key) {
        feeds.withLock { feeds in
            if feed.leave(), feeds[key] === feed { feeds[key] = nil }
        }
    }
}
