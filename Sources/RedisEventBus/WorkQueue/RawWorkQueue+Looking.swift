import EventBus
public import RedisClient

extension RawWorkQueue {
    /// How much stands on the queue's lists now.
    ///
    /// - Throws: `RedisError`, where a key is no list too.
    public func depth() async throws(RedisError) -> WorkQueueDepth {
        var commands = RedisCommands()
        commands.append("LLEN", declaration.list)
        commands.append("LLEN", declaration.processing)
        commands.append("ZCARD", declaration.delayed)
        commands.append("LLEN", declaration.dead)
        var counts: [Int] = []
        for reply in try await self.commands.client.send(commands) { counts.append(Int(try reply.get().integer ?? 0)) }
        return WorkQueueDepth(waiting: counts[0], processing: counts[1], delayed: counts[2], dead: counts[3])
    }

    /// Goes through the dead letters that there are now, the oldest first.
    ///
    /// - Parameter look: Is given each letter, and says what it did with it.
    /// - Throws: `RedisError`; what `look` throws.
    public func forEachDeadLetter(_ look: (QueueDeadLetter) async throws -> DeadLetterStep) async throws {
        let page = 32
        var remaining = try await depth().dead
        var kept = 0
        while remaining > 0 {
            // Letters are added at the other end, so places counted from this one stay.
            let letters = try await commands.page(
                of: declaration.dead, from: -(kept + min(page, remaining)), to: -(kept + 1))
            if letters.isEmpty { return }
            for bytes in letters.reversed() {
                remaining -= 1
                switch try await look(QueueDeadLetter(bytes)) {
                case .kept: kept += 1
                case .removed: break
                case .stop: return
                }
            }
        }
    }

    /// Puts the message of a dead letter back on the list, behind what waits there, as it was before anybody tried it.
    ///
    /// - Parameters:
    ///   - letter: The letter, as it was looked at.
    ///   - actor: Who does it, and why: it stands in the audit.
    /// - Returns: Whether this call did; not if the letter is gone, since another has dealt with it.
    /// - Throws: `RedisError`; if its delivery is `outcomeUnknown`, look whether the letter is still there.
    public func redrive(_ letter: QueueDeadLetter, by actor: DeadLetterActor) async throws(RedisError) -> Bool {
        try await commands.redrive(letter, by: actor)
    }

    /// Removes a dead letter for good.
    ///
    /// The audit keeps the letter's id and size, the message's type and id, and the error; not the payload.
    /// - Parameters:
    ///   - letter: The letter, as it was looked at.
    ///   - actor: Who does it, and why: it stands in the audit.
    /// - Returns: Whether this call did; not if the letter is gone, since another has dealt with it.
    /// - Throws: `RedisError`.
    public func discard(_ letter: QueueDeadLetter, by actor: DeadLetterActor) async throws(RedisError) -> Bool {
        try await commands.discard(letter, by: actor)
    }
}
