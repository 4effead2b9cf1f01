import EventBus
import HTTPTypes
import Synchronization

extension FixtureMLflow {
    /// The answer to a question about experiments, runs, models and versions; webhooks have theirs elsewhere.
    func reply(to question: FixtureQuestion) async throws -> JSONObject {
        let parts = question.path.split(separator: "/").map { String($0) }
        if parts.first == "webhooks" { return try await deliveries.reply(to: question, parts) }
        if parts.first == "logged-models", parts.count == 2 { return try loggedModel(parts[1]) }
        let (answer, told) = try state.withLock { state -> (JSONObject, FixtureNews?) in
            var (answer, told) = try Self.reply(to: question, &state.registry)
            if state.pagesInACircle, question.path == "model-versions/search" {
                answer["next_page_token"] = question.text("page_token") == "0" ? "1" : "0"
            }
            return (answer, told)
        }
        if let told { await deliveries.tell(told) }
        return answer
    }

    private func loggedModel(_ id: String) throws -> JSONObject {
        guard let model = state.withLock({ $0.registry.loggedModels[id] }) else {
            throw FixtureError.missing("Logged model with ID '\(id)'")
        }
        var info: JSONObject = ["model_id": .string(id), "experiment_id": "1", "status": "LOGGED_MODEL_READY"]
        info["source_run_id"] = model.runID.map { .string($0) }
        var data = JSONObject()
        data["metrics"] = FixtureJSON.metrics(model.metrics)
        return ["model": ["info": .object(info), "data": .object(data)]]
    }

    private static func reply(
        to question: FixtureQuestion, _ registry: inout FixtureRegistry
    ) throws -> (JSONObject, FixtureNews?) {
        switch question.path {
        case "experiments/create":
            return (["experiment_id": .string(registry.experiment(try question.require("name")))], nil)
        case "experiments/get":
            let id = try question.require("experiment_id")
            guard let index = Int(id), registry.experiments.indices.contains(index) else {
                throw FixtureError.missing("Experiment with ID '\(id)'")
            }
            return (["experiment": ["experiment_id": .string(id), "name": .string(registry.experiments[index])]], nil)
        case "runs/create":
            let id = registry.makeRun(
                FixtureRegistry.Run(
                    experimentID: try question.require("experiment_id"), tags: FixtureJSON.tags(in: question.body)))
            return (["run": try run(id, registry)], nil)
        case "runs/get": return (["run": try run(try question.require("run_id"), registry)], nil)
        case "runs/log-metric":
            let id = try question.require("run_id")
            guard registry.runs[id] != nil else { throw FixtureError.missing("Run with id=\(id)") }
            if case .number(let value)? = question.body["value"] {
                registry.runs[id]?.metrics[try question.require("key")] = value.double
            } else {
                registry.runs[id]?.metrics[try question.require("key")] = .nan
            }
            return (JSONObject(), nil)
        case "runs/update":
            let id = try question.require("run_id")
            return (
                ["run_info": ["run_id": .string(id), "status": .string(question.text("status") ?? "RUNNING")]], nil
            )
        case "registered-models/create":
            let name = try question.require("name")
            try registry.makeModel(name)
            return (["registered_model": ["name": .string(name)]], .modelCreated(name: name))
        case "model-versions/create": return try makeVersion(question, &registry)
        case "model-versions/get":
            let found = try registry.version(try question.require("name"), try question.require("version"))
            return (["model_version": registry.json(found)], nil)
        case "model-versions/search": return (try search(question, registry), nil)
        case "model-versions/set-tag":
            let (name, version) = (try question.require("name"), try question.require("version"))
            let key = try question.require("key")
            let value = question.text("value") ?? ""
            try registry.change(name, version) { $0.tags[key] = value }
            return (JSONObject(), .tagSet(name: name, version: version, key: key, value: value))
        default:
            throw FixtureError(status: 404, code: "ENDPOINT_NOT_FOUND", message: "No such path: \(question.path)")
        }
    }

    private static func makeVersion(
        _ question: FixtureQuestion, _ registry: inout FixtureRegistry
    ) throws -> (JSONObject, FixtureNews?) {
        let made = try registry.makeVersion(
            try question.require("name"), source: try question.require("source"), runID: question.text("run_id"),
            modelID: question.text("model_id"), tags: FixtureJSON.tags(in: question.body),
            description: question.text("description"))
        return (["model_version": registry.json(made)], .versionCreated(made))
    }

    private static func run(_ id: String, _ registry: FixtureRegistry) throws -> JSONValue {
        guard let run = registry.runs[id] else { throw FixtureError.missing("Run with id=\(id)") }
        var data = JSONObject()
        data["metrics"] = FixtureJSON.metrics(run.metrics)
        data["tags"] = FixtureJSON.tags(run.tags)
        return [
            "info": [
                "run_uuid": .string(id), "run_id": .string(id), "experiment_id": .string(run.experimentID),
                "status": "FINISHED", "lifecycle_stage": run.isDeleted ? "deleted" : "active",
            ],
            "data": .object(data), "inputs": [:], "outputs": [:],
        ]
    }

    private static func search(_ question: FixtureQuestion, _ registry: FixtureRegistry) throws -> JSONObject {
        let search = try FixtureSearch(
            filter: question.text("filter") ?? "",
            orderedBy: question.query.filter { $0.name == "order_by" }.map(\.value))
        let found = search.apply(to: registry.versions)
        let size = question.text("max_results").flatMap { Int($0) } ?? 10_000
        let start = question.text("page_token").flatMap { Int($0) } ?? 0
        let page = found.dropFirst(start).prefix(size)
        // An empty list is left out, as everything empty is.
        var answer = JSONObject()
        if !page.isEmpty { answer["model_versions"] = .array(page.map { registry.json($0) }) }
        if start + page.count < found.count { answer["next_page_token"] = .string(String(start + page.count)) }
        return answer
    }
}
