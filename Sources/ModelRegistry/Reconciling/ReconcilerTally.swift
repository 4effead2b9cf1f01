import Logging

/// What one look came to.
struct ReconcilerTally {
    /// The versions that were looked at.
    private(set) var looked: Set<ModelVersionName> = []
    /// How many of the last ones could not be reviewed through no fault of theirs.
    private(set) var failuresInARow = 0
    private var counts: [String: Int] = [:]

    mutating func add(_ name: ModelVersionName, _ outcome: ReconciledOutcome) {
        looked.insert(name)
        counts[outcome.word, default: 0] += 1
        if outcome.isOutage { failuresInARow += 1 } else { failuresInARow = 0 }
    }

    /// One line, where something was published: no delivery had led to that.
    func log(to logger: Logger) {
        let published = (counts["ready"] ?? 0) + (counts["failed"] ?? 0)
        logger.log(
            level: published > 0 ? .notice : .debug, "MLflow's registry was looked through",
            metadata: counts.mapValues { "\($0)" })
    }
}
