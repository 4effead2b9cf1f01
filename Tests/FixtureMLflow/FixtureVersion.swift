import EventBus

/// One version of a model in the fixture.
struct FixtureVersion: Sendable {
    let name: String
    let number: Int
    let createdAt: Int
    var updatedAt: Int
    let source: String
    let runID: String?
    let modelID: String?
    var status: String
    var tags: [String: String]
    let description: String?

    /// As MLflow answers it: the version is text, and empty fields are left out.
    func json(metrics: [String: Double]) -> JSONValue {
        var object: JSONObject = [
            "name": .string(name), "version": .string(String(number)),
            "creation_timestamp": .number(JSONNumber(createdAt)),
            "last_updated_timestamp": .number(JSONNumber(updatedAt)), "current_stage": "None",
            "source": .string(source), "status": .string(status),
        ]
        object["run_id"] = runID.map { .string($0) }
        object["model_id"] = modelID.map { .string($0) }
        object["description"] = description.map { .string($0) }
        object["tags"] = FixtureJSON.tags(tags)
        object["model_metrics"] = FixtureJSON.metrics(metrics)
        return .object(object)
    }
}
