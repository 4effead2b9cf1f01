public import EventBus

/// What one pass over a partition's log removed.
public struct Trimming: Sendable, Hashable {
    /// Entries that a group had been given, had not acknowledged, and will not see again.
    public struct Release: Sendable, Hashable {
        /// The group: an optional one beyond its `max_lag`, or an undeclared one.
        public let group: String
        /// How many entries; they are acknowledged in its name.
        public internal(set) var entries: Int
        /// The first of them.
        public let first: StreamPosition
        /// The last of them.
        public internal(set) var last: StreamPosition
    }

    /// The partition.
    public let partition: Int
    /// How many entries were removed.
    public internal(set) var removed = 0
    /// How many steps that took.
    public internal(set) var steps = 0
    /// The entries that were acknowledged away, by group.
    public internal(set) var releases: [Release] = []

    mutating func add(_ release: Release) {
        guard let index = releases.firstIndex(where: { $0.group == release.group }) else {
            return releases.append(release)
        }
        releases[index].entries += release.entries
        releases[index].last = release.last
    }
}
