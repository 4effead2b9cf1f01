import EventBus

/// Where a version's metrics are.
public enum RunReference: Sendable, Hashable {
    /// A run.
    case run(String)
    /// A logged model, which names its run.
    case loggedModel(String)

    /// Finds it: the version's own run, else the tag `mlflow_run_id`, else the run in the source `runs:/<id>/…`, else the
    /// logged model, which the version or its source `models:/m-…` names.
    init?(_ version: MLflowModelVersion) {
        if let id = version.runID {
            self = .run(id)
        } else if let tag = version.tags[RegistryTag.run]?.trimmed, !tag.isEmpty {
            self = .run(tag)
        } else if let id = Self.name(in: version.source, after: "runs:/") {
            self = .run(id)
        } else if let id = version.modelID ?? Self.name(in: version.source, after: "models:/m-").map({ "m-" + $0 }) {
            self = .loggedModel(id)
        } else {
            return nil
        }
    }

    private static func name(in source: String?, after scheme: String) -> String? {
        guard let source, source.hasPrefix(scheme) else { return nil }
        let name = source.dropFirst(scheme.count).drop { $0 == "/" }.prefix { $0 != "/" }
        return name.isEmpty ? nil : String(name)
    }
}
