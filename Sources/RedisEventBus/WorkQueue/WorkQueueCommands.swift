import EventBus
import RedisClient

/// The moves of one work queue: each is one script, so that a crash leaves an item in one place.
struct WorkQueueCommands: Sendable {
    let client: RedisClient
    let names: WorkQueueDeclaration

    private var visibility: Int { names.visibility.milliseconds }

    /// What there was to take.
    enum Taken: Sendable {
        case item(WorkQueueClaim)
        /// Nothing; the next delayed item is due after that time.
        case nothing(nextDue: Duration?)
    }

    /// Takes the next item.
    func take(token: String, worker: String) async throws(RedisError) -> Taken {
        let reply = try await client.evaluate(
            Scripts.queueTake, keys: [names.list, names.processing, names.claims, names.delayed],
            arguments: [token, WorkQueueClaim.shown(worker), String(visibility)])
        if reply.count == 3, let digest = reply[1].string, let takes = reply[2].integer {
            return .item(
                WorkQueueClaim(token: token, digest: digest, item: reply[0].bytes, takes: Int(takes)))
        }
        guard reply.count == 1, let wait = reply[0].integer else { throw Self.unexpected("queue_take.lua") }
        return .nothing(nextDue: wait < 0 ? nil : .milliseconds(wait))
    }

    /// Ends a claim; answers whether it was still there.
    func settle(_ claim: WorkQueueClaim, _ end: ClaimEnd) async throws(RedisError) -> Bool {
        var commands = RedisCommands(reservingCapacity: claim.item.count * 2 + 512)
        Scripts.queueSettle.begin(in: &commands, keys: 5, arguments: 7)
        for key in [names.processing, names.claims, names.list, names.delayed, names.dead] { commands.argument(key) }
        commands.argument(claim.token)
        commands.argument(claim.digest)
        commands.argument(claim.item)
        switch end {
        case .done: Self.end(&commands, "done", [], takes: 0, after: .zero)
        case .again(let bytes, let takes, let pause):
            Self.end(&commands, pause > .zero ? "later" : "again", bytes, takes: takes, after: pause)
        case .dead(let letter): Self.end(&commands, "dead", letter, takes: 0, after: .zero)
        }
        return try await integer(commands, Scripts.queueSettle) == 1
    }

    private static func end(
        _ commands: inout RedisCommands, _ what: StaticString, _ bytes: [UInt8], takes: Int, after pause: Duration
    ) {
        commands.argument(what)
        commands.argument(bytes)
        commands.argument(takes)
        commands.argument(pause.milliseconds)
    }

    /// Moves the deadlines of claims; answers the tokens of those that are gone.
    func renew(_ claims: [(token: String, digest: String)]) async throws(RedisError) -> Set<String> {
        let pairs = claims.flatMap { [$0.digest, $0.token] }
        let reply = try await client.evaluate(
            Scripts.queueRenew, keys: [names.claims], arguments: [String(visibility)] + pairs)
        return Set(reply.compactMap(\.string))
    }

    /// Notes what stands in the processing list; answers the digests of what is overdue.
    func sight(_ counts: some Collection<(digest: String, count: Int)>) async throws(RedisError) -> [String] {
        let pairs = counts.flatMap { [$0.digest, String($0.count)] }
        let reply = try await client.evaluate(
            Scripts.queueSight, keys: [names.claims], arguments: [String(visibility)] + pairs)
        return reply.compactMap(\.string)
    }

    /// What a rescue did.
    enum Rescue: Int64, Sendable {
        case nothing
        case putBack
        case givenUp
    }

    /// Takes one overdue item back from its worker.
    func rescue(
        _ item: [UInt8], digest: String, takesAllowed: Int, letter: [UInt8]
    ) async throws(RedisError) -> Rescue {
        var commands = RedisCommands(reservingCapacity: item.count + letter.count + 512)
        Scripts.queueRescue.begin(in: &commands, keys: 4, arguments: 5)
        for key in [names.list, names.processing, names.claims, names.dead] { commands.argument(key) }
        commands.argument(item)
        commands.argument(digest)
        commands.argument(visibility)
        commands.argument(takesAllowed)
        commands.argument(letter)
        return Rescue(rawValue: try await integer(commands, Scripts.queueRescue)) ?? .nothing
    }

    /// Puts delayed items that are due back on the list; answers how many.
    func promote(limit: Int) async throws(RedisError) -> Int {
        let reply = try await client.evaluate(
            Scripts.queuePromote, keys: [names.list, names.delayed], arguments: [String(limit)])
        return Int(reply.integer ?? 0)
    }

    /// Puts what a dead letter holds back on the list; answers whether the letter was still there.
    func redrive(_ letter: QueueDeadLetter, by actor: DeadLetterActor) async throws(RedisError) -> Bool {
        let item = letter.original.renewed
        let audited = Self.audited(letter)
        var commands = RedisCommands(reservingCapacity: letter.bytes.count + item.count + 1_024)
        Scripts.queueRedrive.begin(in: &commands, keys: 3, arguments: 4 + audited.count)
        for key in [names.dead, names.list, names.audit] { commands.argument(key) }
        commands.argument(letter.bytes)
        commands.argument(item)
        for fact in [actor.name, actor.reason] + audited { commands.argument(fact) }
        return try await integer(commands, Scripts.queueRedrive) == 1
    }

    /// Removes a dead letter; answers whether it was still there.
    func discard(_ letter: QueueDeadLetter, by actor: DeadLetterActor) async throws(RedisError) -> Bool {
        let audited = Self.audited(letter)
        var commands = RedisCommands(reservingCapacity: letter.bytes.count + 1_024)
        Scripts.queueDiscard.begin(in: &commands, keys: 2, arguments: 4 + audited.count)
        for key in [names.dead, names.audit] { commands.argument(key) }
        commands.argument(letter.bytes)
        for fact in [names.list, actor.name, actor.reason] + audited { commands.argument(fact) }
        return try await integer(commands, Scripts.queueDiscard) == 1
    }

    /// What the audit says of a letter; not the payload.
    private static func audited(_ letter: QueueDeadLetter) -> [String] {
        [
            "letter", letter.id, "type", letter.original.type ?? "", "event", letter.original.id ?? "", "bytes",
            String(letter.bytes.count), "error", letter.error ?? "",
        ]
    }

    /// A page of one of the lists, by places counted from the end that is put on, or below zero from the other.
    func page(of list: String, from start: Int, to end: Int) async throws(RedisError) -> [[UInt8]] {
        try await client.command("LRANGE", list, String(start), String(end)).map(\.bytes)
    }

    private func integer(_ commands: RedisCommands, _ script: RedisScript) async throws(RedisError) -> Int64 {
        let reply = try await client.send(commands, loading: [script])[0].get()
        guard let number = reply.integer else { throw Self.unexpected(script.name) }
        return number
    }

    private static func unexpected(_ script: String) -> RedisError {
        RedisError(.unexpectedReply, "\(script) answered something else", delivery: .answered, isRetriable: false)
    }
}

extension Duration {
    /// Whole milliseconds, rounded up: a pause is never shorter than asked for.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1_000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
