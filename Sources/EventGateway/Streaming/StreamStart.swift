import EventBus
import RedisEventBus

/// Where a client of the live stream begins.
enum StreamStart: Sendable, Hashable {
    /// With what is appended from now on.
    case now
    /// With the first entry of each log.
    case beginning
    /// With the first entry at or after this moment of the server's clock.
    case time(Timestamp)
    /// Behind what it has seen, by stream. Of a stream that is not named it has seen nothing.
    case behind([String: Cursor])

    /// Where it begins in one stream.
    func start(in stream: String) -> EventSubscription.Start {
        switch self {
        case .now: .now
        case .beginning: .beginning
        case .time(let time): .time(time)
        case .behind(let places): places[stream].map { .after($0) } ?? .beginning
        }
    }

    /// The place in all streams; `nil` where that is not known without asking.
    func cursor(of streams: [String]) -> StreamCursor? {
        guard case .behind(let places) = self else { return nil }
        let known = streams.compactMap { places[$0] }
        return known.count == streams.count ? StreamCursor(streams: streams, places: known) : nil
    }
}
