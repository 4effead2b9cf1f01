extension Verdict {
    /// What subscribers were given: each partition's log from where they began, entry by entry.
    mutating func checkSubscriptions(_ ledger: Ledger) {
        // Nobody waits for a subscriber: what is trimmed before it came there it is told of.
        guard !ledger.end.isTrimmed else { return }
        for subscription in ledger.subscriptions {
            let witness = ledger.witnesses[subscription.witness]
            var last: Standing?
            for index in subscription.seen {
                let standing = ledger.standings[Int(index)]
                guard standing.isInLog, standing.timesInLog == 1 else { continue }
                if let last, standing.logIndex != last.logIndex + 1 {
                    add(
                        .subscriberGap,
                        "\(witness): \(standing.event) at \(standing.place) came after \(last.event) at \(last.place)")
                }
                last = standing
            }
        }
    }
}
