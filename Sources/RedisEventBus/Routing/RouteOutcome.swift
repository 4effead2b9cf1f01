import EventBus
import RedisClient

/// What became of a batch, as `route.lua` tells it.
struct RouteOutcome: Sendable, Hashable {
    /// The names of the routes that failed, by the entry.
    private(set) var failed: [StreamPosition: [String]] = [:]
    /// The entries that were no longer pending.
    private(set) var gone: Set<StreamPosition> = []

    init(_ reply: RedisReply) {
        guard reply.count == 5 else { return }
        var failures = reply[3].makeIterator()
        while let position = failures.next()?.streamID, let names = failures.next()?.string {
            failed[StreamPosition(position)] = names.split(separator: " ").map(String.init)
        }
        for position in reply[4] {
            if let id = position.streamID { gone.insert(StreamPosition(id)) }
        }
    }
}
