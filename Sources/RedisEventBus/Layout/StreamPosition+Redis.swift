import EventBus
import RedisClient

extension StreamPosition {
    /// A position is a stream id.
    init(_ id: RedisStreamID) {
        self.init(milliseconds: id.milliseconds, sequence: id.sequence)
    }

    /// The id that the server knows this position by.
    var id: RedisStreamID { RedisStreamID(milliseconds: milliseconds, sequence: sequence) }

    /// The place right behind this one; the last of all has none behind it, and stays.
    var next: StreamPosition { id.next.map { StreamPosition($0) } ?? self }

    /// The place right before this one; the beginning has none before it, and stays.
    var previous: StreamPosition {
        if sequence > 0 { return StreamPosition(milliseconds: milliseconds, sequence: sequence - 1) }
        guard milliseconds > 0 else { return self }
        return StreamPosition(milliseconds: milliseconds - 1, sequence: .max)
    }
}
