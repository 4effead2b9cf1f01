/// Which partitions one member of a group should take and which it should give up.
///
/// Every member makes its own plan of what it sees; of the same sight all make plans that fit together. Shares differ by
/// one at most, and what can stay where it is stays.
struct LeasePlan: Sendable, Hashable {
    /// Free partitions to take.
    private(set) var acquire: [Int] = []
    /// Partitions of one's own that others lack.
    private(set) var release: [Int] = []

    /// - Parameters:
    ///   - me: The member that plans.
    ///   - members: Everyone who takes part, the planner included.
    ///   - holders: Who has each partition; `nil` where it is free. A holder need not be a member: one that winds up
    ///     keeps what it has until it gives it up.
    init(me: String, members: Set<String>, holders: [String?]) {
        let members = members.union([me])
        var held: [String: Int] = [:]
        for case .some(let holder) in holders where members.contains(holder) { held[holder, default: 0] += 1 }

        // Who has most keeps one more where it does not come out even; of equals the first by name.
        let ranked = members.sorted { (held[$1] ?? 0, $0) < (held[$0] ?? 0, $1) }
        let share = holders.count / members.count
        let remainder = holders.count % members.count
        var missing: [String: Int] = [:]
        for (rank, member) in ranked.enumerated() {
            missing[member] = share + (rank < remainder ? 1 : 0) - (held[member] ?? 0)
        }

        let surplus = -min(0, missing[me] ?? 0)
        release = holders.indices.filter { holders[$0] == me }.suffix(surplus)
        for partition in holders.indices where holders[partition] == nil {
            // The neediest first; of equals the first by rank, so that nobody's plan differs.
            let taker = ranked.max { one, other in (missing[one] ?? 0) < (missing[other] ?? 0) }
            guard let taker, let need = missing[taker], need > 0 else { break }
            missing[taker] = need - 1
            if taker == me { acquire.append(partition) }
        }
    }
}
