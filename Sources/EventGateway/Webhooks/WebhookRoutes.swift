import EventBus
import HTTPTypes
import Hummingbird
import ModelRegistry

/// `POST /webhooks/mlflow`: what MLflow tells of its registry.
///
/// It needs no token: a delivery is signed. Where no secret is configured there is nothing at this path but how to have it.
struct WebhookRoutes: Sendable {
    private let bridge: WebhookBridge?
    private let bodies: UnknownBodies

    init(_ bridge: WebhookBridge?, _ limits: GatewayLimits) {
        self.bridge = bridge
        bodies = UnknownBodies(limits)
    }

    func add(to router: Router<GatewayContext>) {
        router.post("webhooks/mlflow") { request, _ in try await take(request) }
    }

    private func take(_ request: Request) async throws -> JSONAnswer {
        guard let bridge else {
            throw Problem(
                .notFound,
                "this gateway takes no deliveries of MLflow: set EVENTBUS_MLFLOW_WEBHOOK_SECRET and MLFLOW_TRACKING_URI, and start it again; `eventbus mlflow setup` does the rest"
            )
        }
        let id = request.headers[.mlflowDeliveryID]
        let timestamp = request.headers[.mlflowTimestamp]
        let signatures = request.headers[.mlflowSignature]
        if let refusal = bridge.refusal(deliveryID: id, timestamp: timestamp, signatures: signatures) {
            return try Self.answer(to: refusal)
        }
        let outcome = try await bodies.withBody(of: request) { body in
            await bridge.take(deliveryID: id, timestamp: timestamp, signatures: signatures, body: body)
        }
        return try Self.answer(to: outcome)
    }

    /// Whoever forges a delivery learns nothing of why it was refused.
    private static func answer(to outcome: WebhookOutcome) throws(Problem) -> JSONAnswer {
        switch outcome {
        case .reviewed(let result):
            var object: JSONObject = ["outcome": .string(outcome.word)]
            object["model_id"] = result.modelID.map { .string($0) }
            object["events"] = .array(
                result.emitted.map { ["type": .string($0.type), "id": .string("\($0.receipt.eventID)")] })
            if case .pending(let missing) = result.standing {
                object["missing"] = .array(missing.map { .string("\($0)") })
            }
            return JSONAnswer(value: .object(object))
        case .ignored(let reason):
            return JSONAnswer(value: ["outcome": .string(outcome.word), "reason": .string(reason)])
        case .shadowed, .repeated:
            return JSONAnswer(value: ["outcome": .string(outcome.word)])
        case .refused:
            throw Problem(
                .unauthorized, "this is not signed as MLflow signs its deliveries",
                headers: [.wwwAuthenticate: "MLflow-Signature"])
        case .malformed(let reason): throw Problem(.badRequest, reason)
        case .unavailable(_, let seconds):
            throw Problem(
                .serviceUnavailable, "the delivery can't be dealt with now; send it again",
                headers: [.retryAfter: "\(seconds)"])
        }
    }
}

extension HTTPField.Name {
    static let mlflowDeliveryID = Self.known("X-MLflow-Delivery-Id")
    static let mlflowTimestamp = Self.known("X-MLflow-Timestamp")
    static let mlflowSignature = Self.known("X-MLflow-Signature")
}
