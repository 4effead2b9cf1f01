/// What a run did, in numbers.
struct Figures: Sendable, Hashable {
    /// Events in the logs at the end.
    let events: Int
    /// Events that a publisher has a receipt for.
    let acknowledged: Int
    /// Events whose publisher was never told whether they are in the log.
    let doubtful: Int
    /// Completions beyond the first, by group: at least once is not exactly once.
    let repeated: [String: Int]
    /// The highest attempt that any delivery needed, by group.
    let highestAttempt: [String: Int]
    /// Dead letters of all groups.
    let deadLetters: Int
    /// Events on the list that nobody takes from.
    let kept: Int
    /// Items that workers took.
    let taken: Int
    /// Events that subscribers were given.
    let seen: Int

    init(_ ledger: Ledger) {
        events = ledger.logLengths.reduce(0, +)
        acknowledged = ledger.standings.count { $0.acknowledged != nil }
        doubtful = ledger.standings.count { $0.acknowledged == nil && !$0.isRefused && $0.intendedAt != .never }
        var repeated: [String: Int] = [:]
        var highestAttempt: [String: Int] = [:]
        for (group, handlings) in zip(ledger.groups, ledger.handlings) {
            repeated[group.name] = handlings.reduce(0) { $0 + max(0, $1.completions - 1) }
            highestAttempt[group.name] = handlings.reduce(0) { max($0, $1.highestAttempt) }
        }
        self.repeated = repeated
        self.highestAttempt = highestAttempt
        deadLetters = ledger.end.deadLetters.count
        kept = ledger.kept.count
        taken = ledger.taken
        seen = ledger.subscriptions.reduce(0) { $0 + $1.seen.count }
    }

    /// A few lines for people.
    var text: String {
        var lines = [
            "events in the log        \(events) (\(acknowledged) acknowledged, \(doubtful) in doubt)",
            "on the kept list         \(kept)", "taken by workers         \(taken)",
            "seen by subscribers      \(seen)", "dead letters             \(deadLetters)",
        ]
        for group in repeated.keys.sorted() {
            let attempt = highestAttempt[group] ?? 0
            lines.append("group \(group): \(repeated[group] ?? 0) handled again, highest attempt \(attempt)")
        }
        return lines.map { "  \($0)\n" }.joined()
    }
}
