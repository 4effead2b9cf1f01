import EventBus
import RedisClient

/// One look at a log, at one moment: what is behind a position, and all that tells whether something is missing before it.
struct LogSnapshot: Sendable {
    let facts: LogFacts
    /// Whether the log has an entry at the position.
    let isPresent: Bool
    /// What comes behind the position.
    let entries: ArraySlice<LogEntry>
    let lineage: ServerLineage?

    /// A partition's log and what retention notes of it.
    struct Keys: Sendable, Hashable {
        let log: String
        let trimmed: String
    }

    /// How many commands one look takes.
    private static let commandCount = 6

    /// Looks at each of some logs, in one round trip; each look is one transaction, so that nothing is trimmed within it.
    ///
    /// - Parameters:
    ///   - keys: The logs.
    ///   - positions: The position in each.
    ///   - limit: How many entries to bring of each at most.
    /// - Throws: `RedisError` where there is no answer, or this user may not ask.
    static func take(
        of keys: [Keys], after positions: [StreamPosition], limit: Int, _ client: RedisClient
    ) async throws(RedisError) -> [LogSnapshot] {
        var commands = RedisCommands(reservingCapacity: 512)
        for (keys, position) in zip(keys, positions) {
            commands.append("MULTI")
            commands.append("INFO", "replication")
            commands.append("XINFO", "STREAM", keys.log)
            commands.append("HMGET", keys.trimmed, "through", "removed")
            commands.append("XRANGE", keys.log, position.description, "+", "COUNT", String(limit + 1))
            commands.append("EXEC")
        }
        let replies = try await client.send(commands)
        var snapshots: [LogSnapshot] = []
        for (index, position) in zip(keys.indices, positions) {
            let answers = replies[(index * commandCount)..<((index + 1) * commandCount)]
            snapshots.append(try LogSnapshot(Array(answers), after: position, limit: limit))
        }
        return snapshots
    }

    private init(_ replies: [RedisReply], after position: StreamPosition, limit: Int) throws(RedisError) {
        // What was refused when it was queued says why; EXEC only says that something was.
        for reply in replies { _ = try reply.get() }
        var results = replies[Self.commandCount - 1].makeIterator()
        guard let info = results.next(), let stream = results.next(), let trimmed = results.next(),
            let range = results.next()
        else {
            throw RedisError(.unexpectedReply, "a transaction with no results", delivery: .answered)
        }
        lineage = ServerLineage(info)
        facts = try LogFacts(info: stream, trimmed: trimmed)
        let found = LogEntry.entries(range: try range.get())
        isPresent = found.first?.position == position
        entries = isPresent ? found.dropFirst() : found.prefix(limit)
    }
}
