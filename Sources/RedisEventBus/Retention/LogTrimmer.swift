import EventBus
import RedisClient

/// Removes the oldest entries of one partition's log, one step at a time.
struct LogTrimmer: Sendable {
    /// What one step did.
    struct Step: Sendable, Hashable {
        let removed: Int
        let releases: [Trimming.Release]

        /// Whether another step would find nothing to do.
        var isLast: Bool { removed == 0 && releases.isEmpty }
    }

    let client: RedisClient
    let log: String
    let record: String
    let audit: String

    /// One step: one script.
    ///
    /// - Parameters:
    ///   - facts: What the ages are reckoned from; what groups need the script reads anew.
    ///   - limit: How many entries it removes at most.
    ///   - actor: Who trims by hand: the audit says so once this step has removed anything.
    func step(
        _ facts: RetentionFacts, policy: RetentionDeclaration, rules: [RetentionRule], limit: Int,
        by actor: DeadLetterActor? = nil
    ) async throws(RedisError) -> Step {
        var arguments = [
            policy.maxAge.map { facts.position(before: $0).description } ?? "",
            policy.maxEntries.map { String($0) } ?? "", String(limit),
            Self.bound(RetentionRule.undeclared("").hold, facts), actor?.name ?? "", actor?.reason ?? "",
        ]
        for rule in rules { arguments += [rule.group, Self.bound(rule.hold, facts)] }
        let reply = try await client.evaluate(Scripts.trim, keys: [log, record, audit], arguments: arguments)
        guard reply.count == 5, let removed = reply[0].integer else {
            throw RedisError(.unexpectedReply, "trim.lua answered \(reply)", delivery: .answered, isRetriable: false)
        }
        return Step(removed: Int(removed), releases: Self.releases(reply[4]))
    }

    private static func bound(_ hold: RetentionRule.Hold, _ facts: RetentionFacts) -> String {
        switch hold {
        case .everything(mustExist: true): "!"
        case .everything(mustExist: false): "="
        case .younger(let age): facts.position(before: age).description
        case .nothing: ""
        }
    }

    private static func releases(_ reply: RedisReply) -> [Trimming.Release] {
        var values = reply.makeIterator()
        var releases: [Trimming.Release] = []
        while let group = values.next()?.string, let count = values.next()?.integer,
            let first = values.next()?.streamID, let last = values.next()?.streamID
        {
            releases.append(
                Trimming.Release(
                    group: group, entries: Int(count), first: StreamPosition(first), last: StreamPosition(last)))
        }
        return releases
    }
}
