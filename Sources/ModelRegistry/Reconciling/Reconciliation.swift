package import EventBus

/// Looks through MLflow's registry for what has changed and reviews it: so many models at a time, and the versions of each one
/// after another, so that an improvement is measured against the version before.
package struct Reconciliation: Sendable {
    /// Whether something was done to a version.
    package typealias Listener = (ModelVersionName, MLflowModelVersion?, ReconciledOutcome) async throws -> Void

    private let client: MLflowClient
    private let reviewer: VersionReviewer
    private let treatment: @Sendable (String) -> Rollout.Treatment

    /// Prepares to look.
    ///
    /// - Parameter treatment: What is done for a model of this name.
    package init(
        client: MLflowClient, reviewer: VersionReviewer, treatment: @escaping @Sendable (String) -> Rollout.Treatment
    ) {
        self.client = client
        self.reviewer = reviewer
        self.treatment = treatment
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
        var newest: Int64?
        var found: [VersionLanes.Item] = []
        var names: Set<ModelVersionName> = []
        // MLflow counts where a page begins, so that what is deleted between two pages hides a version behind it: what has more
        // than one page is searched twice.
        for _ in 1...2 {
            var count = 0
            for try await version in client.modelVersions(
                orderedBy: ["last_updated_timestamp DESC"], pageSize: Self.pageSize)
            {
                guard version.updatedAt >= floor else { break }
                LoopHeartbeat.current?.beat()
                count += 1
                newest = max(newest ?? .min, version.updatedAt)
                let name = ModelVersionName(model: version.name, version: version.version)
                guard !isKnown(version), names.insert(name).inserted else { continue }
                found.append(VersionLanes.Item(name: name, version: version))
            }
            if count < Self.pageSize { break }
        }
        try await review(VersionLanes(found), listener)
        return newest
    }

    /// Reviews these versions.
    ///
    /// - Parameter listener: Is told of each, one at a time; what it throws ends the look.
    package func look(at versions: [ModelVersionName], _ listener: Listener) async throws {
        try await review(VersionLanes(versions.map { VersionLanes.Item(name: $0, version: nil) }), listener)
    }

    private func review(_ versions: VersionLanes, _ listener: Listener) async throws {
        try await withThrowingTaskGroup(of: (VersionLanes.Item, ReconciledOutcome).self) { group in
            var lanes = versions
            var inHand = 0
            while true {
                while inHand < Self.concurrency, let item = lanes.take() {
                    inHand += 1
                    group.addTask { (item, await review(item.name, item.version)) }
                }
                guard let (item, outcome) = try await group.next() else { return }
                inHand -= 1
                lanes.finish(item.name)
                try await listener(item.name, item.version, outcome)
            }
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

    /// Of how many models a version is reviewed at a time.
    private static let concurrency = 16
    /// How many versions MLflow is asked for at a time.
    private static let pageSize = 500
}
