/// The model versions that a reconciler comes back to: often while they are young, seldom later, and not for ever.
package struct UnfinishedVersions: Sendable {
    /// What is to be stored of the changes that were made.
    package struct Changes: Sendable, Hashable {
        /// The notes that are new or other than before.
        package var written: [ModelVersionName: UnfinishedVersion] = [:]
        /// The versions that need no note any more.
        package var removed: Set<ModelVersionName> = []

        /// Whether there is nothing to store.
        package var isEmpty: Bool { written.isEmpty && removed.isEmpty }
    }

    /// The notes.
    package private(set) var notes: [ModelVersionName: UnfinishedVersion]
    private var changes = Changes()
    private let capacity: Int
    /// In milliseconds.
    private let (interval, maximumAge): (Int64, Int64)

    /// Takes up notes.
    ///
    /// - Parameters:
    ///   - capacity: How many versions are noted at most.
    ///   - interval: How soon to look again at the earliest.
    ///   - maximumAge: After what time a version is given up.
    package init(
        _ notes: [ModelVersionName: UnfinishedVersion] = [:], capacity: Int = 10_000, interval: Duration,
        maximumAge: Duration
    ) {
        self.notes = notes
        self.capacity = max(1, capacity)
        self.interval = max(1, Int64(interval / .milliseconds(1)))
        self.maximumAge = max(1, Int64(maximumAge / .milliseconds(1)))
    }

    /// Notes a version, or that it is still unfinished: the next look comes after a quarter of the time since the first, within an hour.
    ///
    /// - Parameter now: In milliseconds since 1970.
    /// - Returns: The version that was given up for it, where there are too many.
    package mutating func note(
        _ version: ModelVersionName, _ cause: UnfinishedVersion.Cause, now: Int64
    ) -> ModelVersionName? {
        let since = notes[version]?.since ?? now
        let pause = min(max((now - since) / 4, interval), max(interval, Self.longestPause))
        var dropped: ModelVersionName?
        if notes[version] == nil, notes.count >= capacity, let least = leastMissed {
            finish(least)
            dropped = least
        }
        let note = UnfinishedVersion(cause: cause, since: since, next: now + pause)
        notes[version] = note
        changes.written[version] = note
        changes.removed.remove(version)
        return dropped
    }

    /// The version to give up for another: the oldest of those that may never become tokenized models, else of those that were
    /// turned down, and of those that could not be reviewed only where there are no others.
    private var leastMissed: ModelVersionName? {
        func rank(_ cause: UnfinishedVersion.Cause) -> Int {
            switch cause {
            case .pending: 0
            case .failed: 1
            case .unavailable: 2
            }
        }
        return notes.min { (rank($0.value.cause), $0.value.since) < (rank($1.value.cause), $1.value.since) }?.key
    }

    /// A version needs no more looks.
    package mutating func finish(_ version: ModelVersionName) {
        guard notes.removeValue(forKey: version) != nil else { return }
        changes.written[version] = nil
        changes.removed.insert(version)
    }

    /// The versions to look at now, those that have waited longest first.
    package func due(now: Int64, limit: Int) -> [ModelVersionName] {
        notes.filter { $0.value.next <= now }
            .sorted { ($0.value.next, $0.key.description) < ($1.value.next, $1.key.description) }
            .prefix(limit).map(\.key)
    }

    /// Gives up what has been unfinished for too long.
    ///
    /// - Returns: What was given up.
    package mutating func expire(now: Int64) -> [ModelVersionName: UnfinishedVersion] {
        let old = notes.filter { now - $0.value.since > maximumAge }
        for version in old.keys { finish(version) }
        return old
    }

    /// What has changed since the last call.
    package mutating func takeChanges() -> Changes {
        defer { changes = Changes() }
        return changes
    }

    /// An hour, in milliseconds.
    private static let longestPause: Int64 = 3_600_000
}
