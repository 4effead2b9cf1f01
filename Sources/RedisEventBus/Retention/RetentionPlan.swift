import EventBus

/// What retention would remove from a log, and who holds it up: a pure value of what the server says.
///
/// It informs people and tells the script what to look for. What is removed in the end the script decides by itself from what
/// it finds, since a group may have been given an entry in between.
struct RetentionPlan: Sendable, Hashable {
    /// One group's claim on the log.
    struct Claim: Sendable, Hashable {
        let rule: RetentionRule
        /// The first position that the group has yet to finish; `nil` where it does not exist.
        let needs: StreamPosition?
        /// Entries from here on are kept for it; `nil` where none is.
        let holds: StreamPosition?
        let pending: Int

        /// Whether entries that the group has yet to finish are kept for it no longer.
        var isReleased: Bool { needs.map { needs in holds.map { $0 > needs } ?? true } ?? false }
    }

    let facts: RetentionFacts
    let policy: RetentionDeclaration
    /// The claims of all groups, the lowest first.
    let claims: [Claim]

    init(_ facts: RetentionFacts, policy: RetentionDeclaration, rules: [RetentionRule]) {
        self.facts = facts
        self.policy = policy
        let groups = Dictionary(facts.groups.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let declared = Set(rules.map(\.group))
        let undeclared = facts.groups.filter { !declared.contains($0.name) }.map { RetentionRule.undeclared($0.name) }
        claims = (rules + undeclared).compactMap { Self.claim(of: groups[$0.group], by: $0, facts) }
            .sorted { ($0.holds ?? .end, $0.rule.group) < ($1.holds ?? .end, $1.rule.group) }
    }

    private static func claim(
        of group: RetentionFacts.Group?, by rule: RetentionRule, _ facts: RetentionFacts
    ) -> Claim? {
        guard let group else {
            guard rule.hold == .everything(mustExist: true) else { return nil }
            return Claim(rule: rule, needs: nil, holds: .beginning, pending: 0)
        }
        let holds: StreamPosition? =
            switch rule.hold {
            case .everything: group.needs
            case .younger(let age): max(group.needs, facts.position(before: age))
            case .nothing: nil
            }
        return Claim(rule: rule, needs: group.needs, holds: holds, pending: group.pending)
    }

    /// Entries from here on are needed by a group, or lie ahead.
    var floor: StreamPosition {
        min(claims.first?.holds ?? .end, facts.last.next)
    }

    /// Entries before this are too old.
    var cut: StreamPosition? { policy.maxAge.map { facts.position(before: $0) } }

    /// By how many entries the log is too long.
    var surplus: Int { policy.maxEntries.map { max(0, facts.length - $0) } ?? 0 }

    /// Whether the log has an entry that is too old or too many.
    var isDue: Bool {
        guard let first = facts.first else { return false }
        return surplus > 0 || cut.map { first < $0 } ?? false
    }

    /// Whether an entry can go now.
    var isRemovable: Bool { isDue && facts.first.map { $0 < floor } ?? false }

    /// The group for which entries are kept that are too old or too many; `nil` where none are. A surplus that is about to
    /// go is held up by nobody.
    var holder: Claim? {
        guard isDue, let lowest = claims.first, let holds = lowest.holds, holds <= facts.last else { return nil }
        if let cut, holds < cut { return lowest }
        return surplus > 0 && !isRemovable ? lowest : nil
    }
}

extension StreamPosition {
    /// Behind the last entry that any log could have.
    fileprivate static let end = StreamPosition(milliseconds: .max, sequence: .max)
}
