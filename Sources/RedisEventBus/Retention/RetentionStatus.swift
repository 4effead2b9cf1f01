public import EventBus

/// How the log of one partition stands to its retention.
public struct RetentionStatus: Sendable, Hashable {
    /// How the catalogue knows a group.
    public enum Standing: String, Sendable, Hashable {
        /// Declared, and trimming waits for it.
        case required
        /// Declared with `required: false`: waited for as long as its `max_lag` says.
        case optional
        /// In Redis, and not in the catalogue: waited for seven days.
        case undeclared
    }

    /// What one group needs of the log.
    public struct Group: Sendable, Hashable {
        /// The group.
        public let name: String
        /// How the catalogue knows it.
        public let standing: Standing
        /// The first position it has yet to finish: its oldest pending entry, else the place behind the last it was given;
        /// `nil` where the group does not exist.
        public let needs: StreamPosition?
        /// Entries from here on are kept for it; `nil` where none is.
        public let holds: StreamPosition?
        /// How many entries it was given and has not acknowledged.
        public let pending: Int
        /// How old the first entry is that it has yet to finish; zero where it has finished all.
        public let lag: Duration
        /// Whether entries that it has yet to finish are kept for it no longer.
        public let isReleased: Bool
    }

    /// The stream.
    public let stream: String
    /// The partition.
    public let partition: Int
    /// What the catalogue says.
    public let policy: RetentionDeclaration
    /// How many entries the log has.
    public let length: Int
    /// The first of them.
    public let first: StreamPosition?
    /// How old the first entry is, by the server's clock; zero in an empty log.
    public let oldestAge: Duration
    /// The size of the log in bytes, as the server estimates it from a sample; `nil` where it will not say.
    public let bytes: Int?
    /// Entries from here on are needed by a group.
    public let floor: StreamPosition
    /// Whether the log has entries that are too old or too many.
    public let isDue: Bool
    /// Whether some of them can go now.
    public let isRemovable: Bool
    /// The group for which entries are kept that are too old or too many; `nil` where none are.
    public let holder: Group?
    /// All groups, those that hold the oldest entries first.
    public let groups: [Group]
}

extension RetentionStatus {
    init(_ plan: RetentionPlan, stream: String, partition: Int) {
        let facts = plan.facts
        func group(_ claim: RetentionPlan.Claim) -> Group {
            let unfinished = claim.needs.map { $0 <= facts.last ? max($0, facts.first ?? $0) : nil } ?? facts.first
            return Group(
                name: claim.rule.group, standing: claim.rule.standing, needs: claim.needs, holds: claim.holds,
                pending: claim.pending, lag: unfinished.map { facts.age(of: $0) } ?? .zero,
                isReleased: claim.isReleased && (claim.needs.map { $0 <= facts.last } ?? false))
        }
        self.init(
            stream: stream, partition: partition, policy: plan.policy, length: facts.length, first: facts.first,
            oldestAge: facts.first.map { facts.age(of: $0) } ?? .zero, bytes: facts.bytes, floor: plan.floor,
            isDue: plan.isDue, isRemovable: plan.isRemovable, holder: plan.holder.map(group),
            groups: plan.claims.map(group))
    }
}
