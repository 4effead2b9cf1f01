import EventBus
import RedisEventBus

/// Reads where a tail begins.
enum TailStart {
    /// The place that a text names.
    ///
    /// - Parameter partitions: How many positions a cursor of the stream has.
    /// - Throws: ``CommandFailure`` that says what a place looks like.
    static func read(_ text: String, partitions: Int) throws -> EventSubscription.Start {
        switch text {
        case "now": return .now
        case "beginning": return .beginning
        default: break
        }
        if let cursor = Cursor(text) {
            guard cursor.positions.count == partitions else {
                throw CommandFailure(
                    .usage,
                    "“\(text)” has \(cursor.positions.count) positions, but the stream has \(partitions) partitions")
            }
            return .after(cursor)
        }
        if let time = Timestamp(text) { return .time(time) }
        throw CommandFailure(
            .usage,
            "“\(text)” is no place: use now, beginning, a cursor such as 1700000000000-0, or 2030-01-31T12:00:00Z")
    }
}
