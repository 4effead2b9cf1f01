package import RedisEventBus

/// How one stream is: its log, its groups, its dead letters, and who keeps it from being trimmed.
package struct StreamOverview: Sendable, Hashable {
    /// The stream's name.
    package var name: String
    /// How many partitions its log has.
    package var partitions: Int
    /// How many entries its logs have.
    package var length = 0
    /// Their size in bytes, as the server estimates it; `nil` where it will not say.
    package var bytes: Int?
    /// How old the first entry is.
    package var oldestAge: Duration = .zero
    /// How many dead letters there are, of all groups and the router.
    package var deadLetters = 0
    /// The group for which entries are kept that are too old or too many; `nil` where none are.
    package var retentionHolder: String?
    /// What of it can't be looked at, and why; `nil` where everything can.
    package var failure: String?
    /// The groups that read it: the catalogue's, the router's, and those found on the server.
    package var groups: [GroupOverview] = []

    /// Describes a stream.
    package init(name: String, partitions: Int) {
        self.name = name
        self.partitions = partitions
    }
}

/// How one consumer group of a stream is, over all partitions.
package struct GroupOverview: Sendable, Hashable {
    /// As `eventbus groups` shows it, partition by partition.
    package var status: GroupStatus
    /// Whether trimming waits for it; `nil` for a group that the catalogue does not declare.
    package var isRequired: Bool?
    /// How many entries it has yet to be given; `nil` where the server can't tell.
    package var lag: Int?
    /// How many it was given and has not acknowledged.
    package var pending: Int
    /// How old the first entry is that it has yet to finish; zero where it has finished all.
    package var oldestUnfinishedAge: Duration
    /// Why the group can't be looked at; `nil` where it can.
    package var failure: String?

    /// Describes a group.
    package init(
        status: GroupStatus, isRequired: Bool?, lag: Int?, pending: Int, oldestUnfinishedAge: Duration,
        failure: String? = nil
    ) {
        self.status = status
        self.isRequired = isRequired
        self.lag = lag
        self.pending = pending
        self.oldestUnfinishedAge = oldestUnfinishedAge
        self.failure = failure
    }

    /// The group's name.
    package var name: String { status.group }
    /// That it is paused; `nil` while it is not.
    package var pause: GroupPause? { status.partitions.lazy.compactMap(\.pause).first }
    /// The names of all that take part, in any partition.
    package var members: [String] { Set(status.partitions.flatMap(\.members)).sorted() }

    /// What each name has in hand, over all partitions; as idle as where it last did something.
    package var consumers: [(name: String, pending: Int, idle: Duration)] {
        Dictionary(grouping: status.partitions.flatMap(\.consumers), by: \.name).map { name, parts in
            (name, parts.reduce(0) { $0 + $1.pending }, parts.map(\.idle).min() ?? .zero)
        }
        .sorted { $0.name < $1.name }
    }

    /// Whether somebody reads every partition: holds its lease, by a connection that is there as far as is known.
    package var isRead: Bool {
        status.partitions.allSatisfy { partition in partition.holders.contains { $0.isConnected != false } }
    }
}
