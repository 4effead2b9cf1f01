import EventBus
import RedisClient

extension StreamPosition {
    /// A position is a stream id.
    init(_ id: RedisStreamID) {
        self.init(milliseconds: id.milliseconds, sequence: id.sequence)
    }

    /// The id that the server knows this position by.
    var id: RedisStreamID { RedisStreamID(milliseconds: milliseconds, sequence: sequence) }
}
