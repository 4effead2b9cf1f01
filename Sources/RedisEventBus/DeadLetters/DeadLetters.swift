public import EventBus
public import RedisClient

/// The dead letters of one stream: what its groups and the router gave up on.
///
/// A redriven letter goes back to the group that gave up on it, and to no other; of a route letter only the routes that
/// failed are served again. Every redrive and discard stands in the audit. Both are safe when two do them at once.
public struct DeadLetters: Sendable {
    /// The stream.
    public let stream: StreamDeclaration

    let client: RedisClient
    let layout: KeyLayout
    let routes: RoutingTable

    /// How many letters there are.
    ///
    /// - Throws: `RedisError`.
    public func count() async throws(RedisError) -> Int {
        var commands = RedisCommands()
        for partition in 0..<stream.partitions { commands.append("XLEN", layout.dead(stream.name, partition)) }
        var count = 0
        for reply in try await client.send(commands) { count += Int(try reply.get().integer ?? 0) }
        return count
    }

    /// The letters that a filter lets pass, partition by partition, the oldest first; read page by page as they are taken.
    ///
    /// Letters that are written meanwhile are among them; to end with what is there now, set ``DeadLetterFilter/before``.
    public func letters(_ filter: DeadLetterFilter = DeadLetterFilter()) -> DeadLetterSequence {
        DeadLetterSequence(letters: self, filter: filter)
    }

    /// One letter; `nil` where it is gone.
    ///
    /// - Throws: `RedisError`.
    public func letter(_ id: DeadLetter.ID) async throws(RedisError) -> DeadLetter? {
        guard id.partition < stream.partitions else { return nil }
        let place = id.place.description
        return try await page(of: id.partition, from: place, to: place, count: 1).first
    }

    /// Gives a letter's event back to the group that gave up on it, with no attempt made; of a route letter, serves the
    /// routes that failed.
    ///
    /// - Returns: Whether this call did; not if the letter is gone, since another has dealt with it.
    /// - Throws: ``DeadLetterRefusal`` where that can't be done; `RedisError`, after which the letter tells whether it was.
    public func redrive(_ letter: DeadLetter, by actor: DeadLetterActor) async throws -> Bool {
        if letter.group == Router.group { return try await reroute(letter, by: actor) }
        let (stream, partition) = (stream.name, letter.id.partition)
        let reply = try await client.evaluate(
            Scripts.redrive,
            keys: [
                layout.dead(stream, partition), layout.log(stream, partition),
                layout.delayed(stream, partition, group: letter.group),
                layout.held(stream, partition, group: letter.group), layout.audit(stream, partition),
            ],
            arguments: [
                letter.id.place.description, letter.group, letter.position.description, letter.aggregateID, actor.name,
                actor.reason,
            ] + Self.audited(letter))
        switch reply.integer {
        case 1: return true
        case -1:
            throw DeadLetterRefusal(
                .trimmed,
                "the event at \(letter.position) is no longer in the log, so it can't be given back to “\(letter.group)”: "
                    + "show the letter, and publish its payload as a new event")
        case -2:
            throw DeadLetterRefusal(
                .noGroup,
                "the stream \(stream) has no group “\(letter.group)” any more: start a consumer of it first, or discard the "
                    + "letter")
        default: return false
        }
    }

    /// Removes a letter for good; what `hold_aggregate` kept waiting behind it goes on.
    ///
    /// The audit keeps the letter's id, its group, the event's type, id and position, and the error; not the payload.
    /// - Returns: Whether this call did; not if the letter is gone, since another has dealt with it.
    /// - Throws: `RedisError`.
    public func discard(_ letter: DeadLetter, by actor: DeadLetterActor) async throws(RedisError) -> Bool {
        let (stream, partition) = (stream.name, letter.id.partition)
        let reply = try await client.evaluate(
            Scripts.discard,
            keys: [
                layout.dead(stream, partition), layout.held(stream, partition, group: letter.group),
                layout.audit(stream, partition),
            ],
            arguments: [
                letter.id.place.description, letter.group, letter.position.description, letter.aggregateID, actor.name,
                actor.reason,
            ] + Self.audited(letter))
        return reply.integer == 1
    }

    private func reroute(_ letter: DeadLetter, by actor: DeadLetterActor) async throws -> Bool {
        let call = try Rerouting(letter, table: routes)
        let (stream, partition) = (stream.name, letter.id.partition)
        let command = call.command(
            dead: layout.dead(stream, partition), audit: layout.audit(stream, partition), actor: actor,
            audited: Self.audited(letter), now: .now)
        let reply = try await client.send(command, loading: [Scripts.reroute])[0].get()
        switch reply.count == 3 ? reply[0].integer : nil {
        case 1: return true
        case -1:
            throw DeadLetterRefusal(
                .failedAgain,
                "\(reply[1].string ?? "") failed again (\(reply[2].string ?? "")): a new letter names it; the other routes "
                    + "were served")
        default: return false
        }
    }

    /// What the audit says of a letter besides its place.
    private static func audited(_ letter: DeadLetter) -> [String] {
        let id = letter.record.flatMap { record in try? record.envelope().id.description }
        return ["type", letter.type ?? "", "event", id ?? "", "reason", letter.reason, "error", letter.error]
    }

    /// Letters of one partition, the oldest first.
    package func page(
        of partition: Int, from start: String, to end: String, count: Int
    ) async throws(RedisError) -> [DeadLetter] {
        let reply = try await client.command(
            "XRANGE", layout.dead(stream.name, partition), start, end, "COUNT", String(count))
        return reply.compactMap { DeadLetter($0, partition: partition) }
    }
}

extension RedisEventBus {
    /// The dead letters of a stream: to look at, redrive or discard.
    public func deadLetters(of stream: StreamDeclaration) -> DeadLetters {
        DeadLetters(
            stream: stream, client: client, layout: layout, routes: RoutingTable(events, stream: stream.name))
    }
}
