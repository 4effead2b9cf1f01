package import EventBus

/// Looks through MLflow's registry, the newest change first, and reviews what it finds, so many versions at a time.
package struct Reconciliation: Sendable {
    /// Whether something was done to a version.
    package typealias Listener = (ModelVersionName, MLflowModelVersion?, ReconciledOutcome) async throws -> Void

    private let client: MLflowClient
    private let reviewer: VersionReviewer
    private let treatment: @Sendable (String) -> Rollout.Treatment
    private let concurrency: Int

    /// Prepares to look.
    ///
    /// - Parameters:
    ///   - treatment: What is done for a model of this name.
    ///   - concurrency: How many versions are reviewed at a time, at least 1.
    package init(
        client: MLflowClient, reviewer: VersionReviewer, treatment: @escaping @Sendable (String) -> Rollout.Treatment,
        concurrency: Int = 16
    ) {
        self.client = client
        self.reviewer = reviewer
        self.treatment = treatment
        self.concurrency = max(1, concurrency)
    }

    /// Reviews every version that was made or changed since then.
    ///
    /// - Parameters:
    ///   - floor: In milliseconds since 1970, by MLflow's clock; a version that was changed just then is looked at.
    ///   - isKnown: Whether a version need not be looked at.
    ///   - listener: Is told of each, one at a time; what it throws ends the look.
    /// - Returns: When the newest was changed; `nil` where there was none.
    /// - Throws: ``MLflowError`` where the search fails: then not everything was reviewed; what `listener` throws.
    package func look(
        since floor: Int64, passingOver isKnown: (MLflowModelVersion) -> Bool = { _ in false }, _ listener: Listener
    ) async throws -> Int64? {
        try await withThrowingTaskGroup(
            of: (ModelVersionName, MLflowModelVersion?, ReconciledOutcome).self
        ) { group in
            var newest: Int64?
            var inHand = 0
            let pages = client.modelVersions(orderedBy: ["last_updated_timestamp DESC"], pageSize: Self.pageSize)
            for try await version in pages {
                guard version.updatedAt >= floor else { break }
                newest = max(newest ?? .min, version.updatedAt)
                if isKnown(version) { continue }
                if inHand >= concurrency, let (name, version, outcome) = try await group.next() {
                    inHand -= 1
                    try await listener(name, version, outcome)
                }
                inHand += 1
                group.addTask {
                    let name = ModelVersionName(model: version.name, version: version.version)
                    return (name, version, await review(name, version))
                }
            }
            for try await (name, version, outcome) in group { try await listener(name, version, outcome) }
            return newest
        }
    }

    /// Reviews these versions.
    ///
    /// - Parameter listener: Is told of each, one at a time; what it throws ends the look.
    package func look(at versions: [ModelVersionName], _ listener: Listener) async throws {
        try await withThrowingTaskGroup(of: (ModelVersionName, ReconciledOutcome).self) { group in
            for (index, name) in versions.enumerated() {
                if index >= concurrency, let (name, outcome) = try await group.next() {
                    try await listener(name, nil, outcome)
                }
                group.addTask { (name, await review(name, nil)) }
            }
            for try await (name, outcome) in group { try await listener(name, nil, outcome) }
        }
    }

    private func review(_ name: ModelVersionName, _ version: MLflowModelVersion?) async -> ReconciledOutcome {
        do {
            switch treatment(name.model) {
            case .none: return .excluded
            case .shadow: return .previewed(try await reviewer.preview(name, version))
            case .full: return .reviewed(try await reviewer.publish(name, version))
            }
        } catch let error as MLflowError where error.isAbsence {
            return .gone
        } catch {
            return .unavailable(error)
        }
    }

    /// How many versions MLflow is asked for at a time.
    private static let pageSize = 500
}
