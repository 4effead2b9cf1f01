/// How the wait for one submission ends.
enum CommandOutcome: Sendable {
    /// The reply to a single command.
    case reply(RedisReply)
    /// The replies to several commands, in order.
    case replies([RedisReply])
    case failure(RedisError)
}
