extension Verdict {
    /// What the router put on its lists: everything, once, in the log's order.
    mutating func checkLists(_ ledger: Ledger) {
        for standing in ledger.standings {
            for (list, times) in [("kept", standing.timesKept), ("work", standing.timesForWork)] {
                if times > 1 { add(.twiceOnList, "\(list): \(standing.event), \(times) times, log \(standing.place)") }
                if times == 0, ledger.isOwed(standing) {
                    add(.neverOnList, "\(list): \(standing.event) at \(standing.place)")
                }
            }
            if standing.timesWorked == 0, ledger.isOwed(standing) {
                add(.neverWorked, "\(standing.event) at \(standing.place)")
            }
            if ledger.end.isUndisturbed, standing.timesWorked > 1 {
                add(.repeated, "jobs: \(standing.event), \(standing.timesWorked) times")
            }
        }
        var last = Array(repeating: -1, count: ledger.logLengths.count)
        for index in ledger.kept {
            let standing = ledger.standings[Int(index)]
            guard standing.isInLog, standing.timesKept == 1 else { continue }
            if standing.logIndex < last[standing.partition] {
                add(
                    .listOutOfOrder,
                    "\(standing.event) at \(standing.place) stands behind entry \(last[standing.partition])")
            }
            last[standing.partition] = max(last[standing.partition], standing.logIndex)
        }
    }
}
