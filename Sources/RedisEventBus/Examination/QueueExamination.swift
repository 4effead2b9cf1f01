package import EventBus
import RedisClient

/// How one work queue was found when the whole bus was asked.
package struct QueueExamination: Sendable, Hashable {
    /// The names of its lists.
    package let queue: WorkQueueDeclaration
    /// How much stands on them; `nil` where one can't be looked at.
    package let depth: WorkQueueDepth?
    /// When the message was written that a worker takes next; `nil` for an empty list and where it does not say.
    package let oldest: Timestamp?
    /// Why it can't be looked at; `nil` where it can.
    package let failure: String?

    /// How many questions ``ask(_:in:)`` asks.
    static let questions = 5

    static func ask(_ queue: WorkQueueDeclaration, in commands: inout RedisCommands) {
        commands.append("LLEN", queue.list)
        commands.append("LLEN", queue.processing)
        commands.append("ZCARD", queue.delayed)
        commands.append("LLEN", queue.dead)
        // Publishers push on the left and workers take from the right.
        commands.append("LINDEX", queue.list, "-1")
    }

    /// Reads the replies to ``ask(_:in:)``.
    init(_ queue: WorkQueueDeclaration, replies: [RedisReply]) {
        self.queue = queue
        let keys = [queue.list, queue.processing, queue.delayed, queue.dead]
        failure = zip(keys, replies).lazy.compactMap { key, reply in reply.error.map { "\(key): \($0)" } }.first
        let counts = replies.prefix(4).compactMap { $0.integer.map { Int($0) } }
        depth =
            counts.count == 4
            ? WorkQueueDepth(waiting: counts[0], processing: counts[1], delayed: counts[2], dead: counts[3]) : nil
        oldest = replies[4].kind == .bulkString ? WorkMessage(replies[4].bytes).time : nil
    }
}
