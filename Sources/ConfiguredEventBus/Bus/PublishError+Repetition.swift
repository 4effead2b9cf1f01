import EventBus
import RedisClient

extension PublishError {
    /// Whether publishing again can succeed and cannot append anything twice: nothing was appended, and the reason passes.
    var mayBeRepeated: Bool {
        guard appended.isEmpty, outcome != .outcomeUnknown else { return false }
        return (cause as? RedisError)?.isRetriable ?? false
    }
}
