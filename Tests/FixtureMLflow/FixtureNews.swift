import EventBus

/// A change that webhooks are told of, as the recorded deliveries have it.
enum FixtureNews: Sendable {
    case modelCreated(name: String)
    case versionCreated(FixtureVersion)
    case tagSet(name: String, version: String, key: String, value: String)

    var entity: String {
        switch self {
        case .modelCreated: "registered_model"
        case .versionCreated: "model_version"
        case .tagSet: "model_version_tag"
        }
    }

    var action: String {
        switch self {
        case .modelCreated, .versionCreated: "created"
        case .tagSet: "set"
        }
    }

    /// The delivery's `data`: the run is `null` where there is none, and there are no metrics.
    var data: JSONObject {
        switch self {
        case .modelCreated(let name): return ["name": .string(name), "tags": [:], "description": nil]
        case .versionCreated(let version):
            var tags = JSONObject()
            for tag in version.tags.sorted(by: { $0.key < $1.key }) { tags[tag.key] = .string(tag.value) }
            return [
                "name": .string(version.name), "version": .string(String(version.number)),
                "source": .string(version.source), "run_id": version.runID.map { .string($0) } ?? .null,
                "tags": .object(tags), "description": version.description.map { .string($0) } ?? .null,
            ]
        case .tagSet(let name, let version, let key, let value):
            return [
                "name": .string(name), "version": .string(version), "key": .string(key), "value": .string(value),
            ]
        }
    }
}
