import EventBus
import NIOHTTP1

extension MLflowClient {
    /// The webhooks, page after page.
    public func webhooks() -> MLflowPages<MLflowWebhook> {
        MLflowPages(
            client: self, path: "webhooks", field: "webhooks", query: [("max_results", "100")],
            read: MLflowWebhook.init(json:))
    }

    /// Makes a webhook.
    ///
    /// - Parameters:
    ///   - secret: What its deliveries are signed with.
    /// - Throws: ``MLflowError``; of kind `invalid` where the server refuses the address, as it does with plain `http` and with
    ///   private addresses unless it is configured otherwise.
    public func createWebhook(
        _ name: String, url: String, secret: String, events: Set<MLflowWebhook.Event>, description: String? = nil
    ) async throws(MLflowError) -> MLflowWebhook {
        var body: JSONObject = [
            "name": .string(name), "url": .string(url), "secret": .string(secret), "status": "ACTIVE",
            "events": Self.list(events),
        ]
        body["description"] = description.map { .string($0) }
        return try await webhook(.post("webhooks", .object(body)))
    }

    /// Changes a webhook: its address, its secret and what it tells of.
    ///
    /// - Throws: ``MLflowError``.
    public func updateWebhook(
        _ id: String, url: String, secret: String, events: Set<MLflowWebhook.Event>
    ) async throws(MLflowError) -> MLflowWebhook {
        try await webhook(
            MLflowRequest(
                method: .PATCH, path: "webhooks/\(MLflowRequest.escaped(id))", query: [],
                body: [
                    "url": .string(url), "secret": .string(secret), "status": "ACTIVE", "events": Self.list(events),
                ], isRepeatable: true))
    }

    /// Removes a webhook.
    ///
    /// - Throws: ``MLflowError``.
    public func deleteWebhook(_ id: String) async throws(MLflowError) {
        _ = try await ask(.delete("webhooks/\(MLflowRequest.escaped(id))"))
    }

    /// Has MLflow send a made-up delivery, and says what became of it.
    ///
    /// - Throws: ``MLflowError`` where MLflow did not try.
    public func testWebhook(_ id: String, event: MLflowWebhook.Event? = nil) async throws(MLflowError)
        -> MLflowWebhookTest
    {
        var body = JSONObject()
        body["event"] = event?.json
        let request = MLflowRequest.post("webhooks/\(MLflowRequest.escaped(id))/test", .object(body))
        guard let result = try await ask(request)["result"]?.object else { throw junk(request, missing: "result") }
        return MLflowWebhookTest(
            isSuccess: result["success"] == true, status: result["response_status"]?.whole.map { Int($0) },
            message: result["error_message"]?.text ?? result["response_body"]?.text)
    }

    private func webhook(_ request: MLflowRequest) async throws(MLflowError) -> MLflowWebhook {
        guard let webhook = try await ask(request)["webhook"].flatMap({ MLflowWebhook(json: $0) }) else {
            throw junk(request, missing: "webhook")
        }
        return webhook
    }

    private static func list(_ events: Set<MLflowWebhook.Event>) -> JSONValue {
        .array(events.sorted { ($0.entity, $0.action) < ($1.entity, $1.action) }.map(\.json))
    }
}
