import EventBus
import RedisClient

extension RedisClient {
    /// For how long a loop may stand still that waits for replies of this client: longer than one of them may take.
    var loopBound: Duration { max(LoopHeartbeats.usualBound, configuration.commandTimeout + .seconds(5)) }
}
