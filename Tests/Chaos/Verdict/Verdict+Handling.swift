import EventBus

extension Verdict {
    /// What a group did with the log: everything, and in order where it promises order.
    mutating func checkHandling(_ ledger: Ledger, _ group: Int) {
        let name = ledger.groups[group].name
        let buried = Set(ledger.end.deadLetters.filter { $0.group == name }.compactMap(\.event))
        for (standing, handling) in zip(ledger.standings, ledger.handlings[group]) {
            // That a dead letter was never handled is told as what it is.
            guard handling.completions == 0, !buried.contains(standing.event) else { continue }
            let isOwed = standing.isInLog || (standing.acknowledged != nil && !standing.isForgotten(ledger))
            guard isOwed else { continue }
            let begun = handling.beganFirst < 0 ? "never begun" : "begun by \(ledger.witnesses[handling.beganFirst])"
            add(.neverHandled, "\(name): \(standing.event) at \(standing.place), \(begun)")
        }
        if ledger.groups[group].order == .aggregate { checkOrder(ledger, group) }
    }

    private mutating func checkOrder(_ ledger: Ledger, _ group: Int) {
        for (before, after) in ledger.neighbours() {
            let (earlier, later) = (ledger.handlings[group][before], ledger.handlings[group][after])
            guard earlier.completions > 0, later.firstBegun < earlier.firstCompleted,
                !ledger.standings[before].isForgotten(ledger)
            else { continue }
            let (event, first) = (ledger.standings[after].event, ledger.standings[before].event)
            add(
                .handledOutOfOrder,
                """
                \(ledger.groups[group].name): \(event) begun at \(later.firstBegun) by \
                \(ledger.witnesses[later.beganFirst]), \(first) completed at \(earlier.firstCompleted) by \
                \(ledger.witnesses[earlier.completedFirst])
                """)
        }
    }
}
