import EventBus

extension Verdict {
    /// What a group did with the log: everything, and in order where it promises order.
    mutating func checkHandling(_ ledger: Ledger, _ group: Int) {
        let name = ledger.groups[group].name
        var letters: [EventName: Int] = [:]
        for letter in ledger.end.deadLetters where letter.group == name {
            if let event = letter.event { letters[event, default: 0] += 1 }
        }
        for (standing, handling) in zip(ledger.standings, ledger.handlings[group]) {
            let buried = letters[standing.event, default: 0]
            if buried > 1 { add(.buriedTwice, "\(name): \(standing.event), \(buried) times") }
            if ledger.end.isUndisturbed, handling.completions > 1 {
                add(.repeated, "\(name): \(standing.event), \(handling.completions) times")
            }
            let isOwed = standing.isInLog || (standing.isPromised && !standing.isForgotten(ledger))
            // That a dead letter was never handled is told as what it is.
            guard isOwed, handling.completions == 0, buried == 0 else { continue }
            if handling.rejections > 0 {
                add(.neverBuried, "\(name): \(standing.event) at \(standing.place)")
            } else {
                let begun =
                    handling.beganFirst < 0 ? "never begun" : "begun by \(ledger.witnesses[handling.beganFirst])"
                add(.neverHandled, "\(name): \(standing.event) at \(standing.place), \(begun)")
            }
        }
        if ledger.groups[group].order == .aggregate { checkOrder(ledger, group) }
    }

    private mutating func checkOrder(_ ledger: Ledger, _ group: Int) {
        for (before, after) in ledger.neighbours() {
            let (earlier, later) = (ledger.handlings[group][before], ledger.handlings[group][after])
            guard earlier.firstDone != .never, later.firstBegun < earlier.firstDone,
                !ledger.standings[before].isForgotten(ledger)
            else { continue }
            let (event, first) = (ledger.standings[after].event, ledger.standings[before].event)
            add(
                .handledOutOfOrder,
                """
                \(ledger.groups[group].name): \(event) begun at \(later.firstBegun) by \
                \(ledger.witnesses[later.beganFirst]), \(first) done at \(earlier.firstDone) by \
                \(ledger.witnesses[earlier.doneFirst])
                """)
        }
    }
}
