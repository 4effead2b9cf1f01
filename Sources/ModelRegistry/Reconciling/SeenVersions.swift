/// The versions near the mark that this process has looked at already, so that each look asks of each change once.
struct SeenVersions: Sendable {
    private var changes: [ModelVersionName: Int64] = [:]
    private let capacity = 50_000

    /// Whether a version was seen as it is.
    func contains(_ version: MLflowModelVersion) -> Bool {
        changes[ModelVersionName(model: version.name, version: version.version)] == version.updatedAt
    }

    /// Notes a version as it is; not where there are too many, which costs a look.
    mutating func add(_ name: ModelVersionName, _ version: MLflowModelVersion) {
        guard changes.count < capacity else { return }
        changes[name] = version.updatedAt
    }

    /// Forgets what a look does not reach any more.
    mutating func forget(before floor: Int64) {
        changes = changes.filter { $0.value >= floor }
    }
}
