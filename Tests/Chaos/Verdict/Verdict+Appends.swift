extension Verdict {
    /// What publishers were told against what the log has.
    mutating func checkAppends(_ ledger: Ledger) {
        for standing in ledger.standings {
            let isForgotten = standing.isForgotten(ledger)
            if standing.isPromised, !standing.isInLog, !isForgotten, !ledger.end.isTrimmed {
                add(.missingFromLog, "\(standing.event), \(standing.promise)")
            }
            if let receipt = standing.acknowledged, let position = standing.position, receipt != position, !isForgotten
            {
                add(.wrongReceipt, "\(standing.event), receipt \(receipt), log \(standing.place)")
            }
            if standing.timesInLog > 1 {
                add(.appendedTwice, "\(standing.event): \(standing.timesInLog) times, first at \(standing.place)")
            }
            // A refused event may be published again: only where no later try was acknowledged or lost it must be absent.
            if standing.isRefused, standing.isInLog, !standing.isPromised, !standing.isDoubtful {
                add(.refusedYetAppended, "\(standing.event) at \(standing.place)")
            }
            if standing.intendedAt == .never {
                add(.unpublished, "\(standing.event), in the log at \(standing.place)")
            }
        }
        checkLogOrder(ledger)
    }

    private mutating func checkLogOrder(_ ledger: Ledger) {
        for (before, after) in ledger.neighbours() {
            let (earlier, later) = (ledger.standings[before], ledger.standings[after])
            guard later.isInLog, later.logIndex < earlier.logIndex else { continue }
            add(.appendedOutOfOrder, "\(later.event) at \(later.place), \(earlier.event) at \(earlier.place)")
        }
    }
}

extension Standing {
    /// Whether the event may have been in a log that was flushed.
    func isForgotten(_ ledger: Ledger) -> Bool { intendedAt < ledger.end.forgottenUntil }

    /// What its publisher was told, for people.
    var promise: String { acknowledged.map { "receipt \($0)" } ?? "accepted by an outbox" }

    /// Where it stands, for people.
    var place: String { position.map { "\($0) (partition \(partition), entry \(logIndex))" } ?? "no place" }
}

extension Ledger {
    /// Whether an event must have gone all its ways: it is in the log, or was until it was trimmed.
    func isOwed(_ standing: Standing) -> Bool {
        standing.isInLog || (end.isTrimmed && standing.isPromised && !standing.isForgotten(self))
    }

    /// Each two events of an aggregate that follow each other in the log by number, as indices: numbers that never got
    /// there are passed over.
    func neighbours() -> [(before: Int, after: Int)] {
        let sorted = standings.indices.filter { isOwed(standings[$0]) }
            .sorted { standings[$0].event < standings[$1].event }
        return zip(sorted, sorted.dropFirst()).lazy
            .filter { standings[$0].event.aggregate == standings[$1].event.aggregate }
            .map { (before: $0, after: $1) }
    }
}
