package import EventBus

/// One version of a registered model, as MLflow's registry has it.
public struct MLflowModelVersion: Sendable, Hashable {
    /// The registered model's name.
    public let name: String
    /// The version, a whole number as text.
    public let version: String
    /// When it was made, in milliseconds since 1970.
    public let createdAt: Int64
    /// When it was last changed, in milliseconds since 1970; setting a tag does not count.
    public let updatedAt: Int64
    /// How far it is.
    public let status: Status
    /// Where its files come from, e.g. `runs:/<id>/model`.
    public let source: String?
    /// The run that made it, where it was said.
    public let runID: String?
    /// The logged model (`m-…`) that it was made of.
    public let modelID: String?
    /// The tags.
    public let tags: [String: String]
    /// The metrics of the logged model, where MLflow gives them with the version.
    public let modelMetrics: [String: Double]

    /// How far a version is.
    public enum Status: String, Sendable, Hashable {
        /// Its files are being copied.
        case pending = "PENDING_REGISTRATION"
        /// They could not be.
        case failed = "FAILED_REGISTRATION"
        /// It can be used.
        case ready = "READY"
    }

    /// Describes a version.
    public init(
        name: String, version: String, createdAt: Int64 = 0, updatedAt: Int64 = 0, status: Status = .ready,
        source: String? = nil, runID: String? = nil, modelID: String? = nil, tags: [String: String] = [:],
        modelMetrics: [String: Double] = [:]
    ) {
        self.name = name
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.status = status
        self.source = source
        self.runID = runID
        self.modelID = modelID
        self.tags = tags
        self.modelMetrics = modelMetrics
    }

    /// Reads MLflow's `ModelVersion`; `nil` where it names no model or version.
    package init?(json: JSONValue) {
        guard let object = json.object, let name = object["name"]?.text, !name.isEmpty,
            let version = object["version"].flatMap({ $0.text ?? $0.whole.map { String($0) } }), !version.isEmpty
        else { return nil }
        func filled(_ field: String) -> String? { object[field]?.text.flatMap { $0.isEmpty ? nil : $0 } }
        self.init(
            name: name, version: version, createdAt: object["creation_timestamp"]?.whole ?? 0,
            updatedAt: object["last_updated_timestamp"]?.whole ?? 0,
            status: filled("status").flatMap { Status(rawValue: $0) } ?? .ready, source: filled("source"),
            runID: filled("run_id"), modelID: filled("model_id"), tags: object["tags"]?.tags ?? [:],
            modelMetrics: object["model_metrics"]?.metrics ?? [:])
    }
}
