/// What a run did, in numbers.
struct Figures: Sendable, Hashable {
    /// Events in the logs at the end.
    let events: Int
    /// Events that a publisher has a receipt for.
    let acknowledged: Int
    /// Events that an outbox had accepted first.
    let accepted: Int
    /// Events whose publisher was never told whether they are in the log.
    let doubtful: Int
    /// Completions beyond the first, by group: at least once is not exactly once.
    let repeated: [String: Int]
    /// The highest attempt that any delivery needed, by group.
    let highestAttempt: [String: Int]
    /// The longest time between the intention to publish an event and its being handled, in seconds, by group.
    let longestWait: [String: Double]
    /// Dead letters of all groups.
    let deadLetters: Int
    /// Events on the list that nobody takes from.
    let kept: Int
    /// Items that workers of other languages took; one that died may have taken some in vain.
    let taken: Int
    /// Jobs that workers of this bus were done with, and how many of these were done before.
    let worked: Int
    let workedAgain: Int
    /// Events that subscribers were given.
    let seen: Int

    init(_ ledger: Ledger) {
        events = ledger.logLengths.reduce(0, +)
        acknowledged = ledger.standings.count { $0.acknowledged != nil }
        accepted = ledger.standings.count { $0.isAccepted }
        doubtful = ledger.standings.count { !$0.isPromised && !$0.isRefused && $0.intendedAt != .never }
        var repeated: [String: Int] = [:]
        var highestAttempt: [String: Int] = [:]
        for (group, handlings) in zip(ledger.groups, ledger.handlings) {
            repeated[group.name] = handlings.reduce(0) { $0 + max(0, $1.completions - 1) }
            highestAttempt[group.name] = handlings.reduce(0) { max($0, $1.highestAttempt) }
        }
        longestWait = ledger.longestWaits()
        self.repeated = repeated
        self.highestAttempt = highestAttempt
        deadLetters = ledger.end.deadLetters.count
        kept = ledger.kept.count
        taken = ledger.taken
        worked = ledger.standings.reduce(0) { $0 + $1.timesWorked }
        workedAgain = ledger.standings.reduce(0) { $0 + max(0, $1.timesWorked - 1) }
        seen = ledger.subscriptions.reduce(0) { $0 + $1.seen.count }
    }

    /// A few lines for people.
    var text: String {
        var lines = [
            "events in the log        \(events) (\(acknowledged) acknowledged, \(accepted) by way of an outbox, \(doubtful) in doubt)",
            "on the kept list         \(kept)", "taken by foreign workers \(taken)",
            "done by our workers      \(worked) (\(workedAgain) again)",
            "seen by subscribers      \(seen)", "dead letters             \(deadLetters)",
        ]
        for group in repeated.keys.sorted() {
            let wait = longestWait[group].map { String(Double(Int($0 * 10)) / 10) } ?? "–"
            lines.append(
                """
                group \(group): \(repeated[group] ?? 0) handled again, highest attempt \(highestAttempt[group] ?? 0), \
                longest wait \(wait) s
                """)
        }
        return lines.map { "  \($0)\n" }.joined()
    }
}

extension Ledger {
    fileprivate func longestWaits() -> [String: Double] {
        var waits: [String: Double] = [:]
        for (group, handlings) in zip(groups, handlings) {
            var longest: UInt64 = 0
            for (standing, handling) in zip(standings, handlings) where handling.firstDone != .never {
                guard standing.acknowledged != nil, standing.intendedAt < handling.firstDone else { continue }
                longest = max(longest, handling.firstDone.nanoseconds - standing.intendedAt.nanoseconds)
            }
            waits[group.name] = Double(longest) / 1e9
        }
        return waits
    }
}
