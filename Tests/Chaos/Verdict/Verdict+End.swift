extension Ledger {
    /// What handlers rejected, by group: these are dead letters by right.
    fileprivate func rejected() -> [String: Set<EventName>] {
        var rejected: [String: Set<EventName>] = [:]
        for (group, handlings) in zip(groups, handlings) {
            for (standing, handling) in zip(standings, handlings) where handling.rejections > 0 {
                rejected[group.name, default: []].insert(standing.event)
            }
        }
        return rejected
    }
}

extension Verdict {
    /// What was left when everything had come to rest.
    mutating func checkEnd(_ ledger: Ledger) {
        let end = ledger.end
        for left in end.unfinished {
            add(
                .unfinished,
                """
                \(left.group), partition \(left.partition): \(left.pending) pending, \(left.undelivered) undelivered; \
                \(left.sample)
                """)
        }
        for difference in end.historyDifferences { add(.historyDiffers, difference) }
        for left in end.leftOnQueues { add(.unfinished, left) }
        let rejected = ledger.rejected()
        for letter in end.deadLetters {
            if case .junk = letter.content { continue }
            if let event = letter.event, rejected[letter.group]?.contains(event) == true { continue }
            let event = letter.event.map(\.description) ?? "no event of the harness"
            add(
                .deadLettered,
                "\(letter.group): \(event) after \(letter.attempts) attempts, \(letter.reason): \(letter.error)")
        }
        checkJunk(ledger)
        for exit in end.exits { add(.exited, "\(exit.witness): \(exit.status); it said: \(exit.lastWords)") }
        for stranger in end.strangers { add(.stranger, stranger) }
        for alarm in end.missingAlarms { add(.silentLoss, alarm) }
    }
    /// What is no event can't be handled by anybody: every group must keep it among its dead letters, once.
    private mutating func checkJunk(_ ledger: Ledger) {
        for group in ledger.groups.map(\.name) + ["router"] {
            var letters: [Int: Int] = [:]
            for letter in ledger.end.deadLetters where letter.group == group {
                if case .junk(let number) = letter.content { letters[number, default: 0] += 1 }
            }
            for number in ledger.end.junk.sorted() {
                let times = letters[number, default: 0]
                if times == 0 { add(.junkLost, "\(group): number \(number)") }
                if times > 1 { add(.buriedTwice, "\(group): junk number \(number), \(times) times") }
            }
        }
    }
}
