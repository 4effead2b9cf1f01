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
        for letter in end.deadLetters {
            let event = letter.event.map(\.description) ?? "no event of the harness"
            add(
                .deadLettered,
                "\(letter.group): \(event) after \(letter.attempts) attempts, \(letter.reason): \(letter.error)")
        }
        for exit in end.exits { add(.exited, "\(exit.witness): \(exit.status); it said: \(exit.lastWords)") }
        for stranger in end.strangers { add(.stranger, stranger) }
        for alarm in end.missingAlarms { add(.silentLoss, alarm) }
    }
}
