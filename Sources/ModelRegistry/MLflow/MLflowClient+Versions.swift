import EventBus

extension MLflowClient {
    /// One version of a model.
    ///
    /// - Throws: ``MLflowError``; of kind `notFound` where there is none.
    public func modelVersion(_ name: String, _ version: String) async throws(MLflowError) -> MLflowModelVersion {
        let request = MLflowRequest.get("model-versions/get", [("name", name), ("version", version)])
        guard let found = try await ask(request)["model_version"].flatMap({ MLflowModelVersion(json: $0) }) else {
            throw junk(request, missing: "model_version")
        }
        return found
    }

    /// Versions that a filter finds, page after page.
    ///
    /// - Parameters:
    ///   - filter: Of MLflow's search language; ``MLflowFilter`` writes it.
    ///   - order: MLflow's `order_by`, e.g. `version_number DESC`.
    ///   - pageSize: How many are asked for at a time.
    public func modelVersions(
        where filter: MLflowFilter = .all, orderedBy order: [String] = ["last_updated_timestamp ASC"],
        pageSize: Int = 200
    ) -> MLflowPages<MLflowModelVersion> {
        MLflowPages(
            client: self, path: "model-versions/search", field: "model_versions",
            query: (filter.text.isEmpty ? [] : [("filter", filter.text)])
                + order.map { ("order_by", $0) } + [("max_results", String(pageSize))],
            read: MLflowModelVersion.init(json:))
    }

    /// Makes a version of a model.
    ///
    /// - Throws: ``MLflowError``.
    public func createModelVersion(
        _ name: String, source: String, runID: String? = nil, modelID: String? = nil, tags: [String: String] = [:],
        description: String? = nil
    ) async throws(MLflowError) -> MLflowModelVersion {
        var body: JSONObject = ["name": .string(name), "source": .string(source)]
        body["run_id"] = runID.map { .string($0) }
        body["model_id"] = modelID.map { .string($0) }
        body["description"] = description.map { .string($0) }
        body["tags"] = Self.list(tags)
        let request = MLflowRequest.post("model-versions/create", .object(body))
        guard let made = try await ask(request)["model_version"].flatMap({ MLflowModelVersion(json: $0) }) else {
            throw junk(request, missing: "model_version")
        }
        return made
    }

    /// Sets a tag of a version; asking again does no harm, and is done where the answer was lost.
    ///
    /// - Throws: ``MLflowError``.
    public func setTag(_ key: String, to value: String, of name: String, _ version: String) async throws(MLflowError) {
        _ = try await ask(
            .set(
                "model-versions/set-tag",
                [
                    "name": .string(name), "version": .string(version), "key": .string(key), "value": .string(value),
                ]))
    }

    /// Makes a registered model, unless there is one of that name.
    ///
    /// - Throws: ``MLflowError``.
    public func ensureRegisteredModel(_ name: String, tags: [String: String] = [:]) async throws(MLflowError) {
        var body: JSONObject = ["name": .string(name)]
        body["tags"] = Self.list(tags)
        do throws(MLflowError) {
            _ = try await ask(.post("registered-models/create", .object(body)))
        } catch  where error.kind == .alreadyExists {
            return
        }
    }

    /// Tags as MLflow takes them; `nil` for none.
    static func list(_ tags: [String: String]) -> JSONValue? {
        guard !tags.isEmpty else { return nil }
        return .array(
            tags.sorted { $0.key < $1.key }.map { ["key": .string($0.key), "value": .string($0.value)] })
    }
}
