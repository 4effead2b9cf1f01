import ConfiguredEventBus
import ConfiguredModelRegistry
import Crypto
import EventBus
import FixtureMLflow
import Foundation
import HokusaiEvents
import Logging
import ModelRegistry
import NIOHTTP1
import RedisEventBus
import TestSupport
import Testing

@testable import EventGateway

/// A gateway that takes deliveries, and the MLflow that it asks.
struct WebhookBench: Sendable {
    let gateway: GatewayBench
    let fixture: FixtureMLflow

    static let secret = "s3cr3t-for-hmac"

    /// Runs a gateway for as long as the body does.
    ///
    /// - Parameter now: What the gateway takes for the time, in seconds since 1970; `nil` for the time.
    static func run<Result: Sendable>(
        on redis: TestRedisServer, fixture: FixtureMLflow, settings: [Setting: String] = [:], now: Int64? = nil,
        configuration: GatewayConfiguration = GatewayConfiguration(port: 0),
        _ body: @Sendable @escaping (WebhookBench) async throws -> Result
    ) async throws -> Result {
        let standard: [Setting: String] = [
            .mlflowTrackingURI: fixture.url, .mlflowWebhookSecret: secret, .retryMaximum: "0",
        ]
        var registry: ConfiguredModelRegistry?
        var failure: (any Error)?
        let result = try await GatewayBench.run(
            on: redis, settings: standard.merging(settings) { $1 }, configuration: configuration,
            changing: { parts in
                do {
                    let made = try ConfiguredModelRegistry(parts.bus, for: .deliveries, logger: parts.logger)
                    parts.webhooks = now.map { now in made.bridge(now: { now }) } ?? made.bridge()
                    registry = made
                } catch {
                    failure = error
                }
            },
            { gateway in try await body(WebhookBench(gateway: gateway, fixture: fixture)) })
        await registry?.close()
        if let failure { throw failure }
        return result
    }

    /// Makes a version with its run and its tags.
    func addVersion(_ name: String, value: Double = 0.82, tags: [String: String]? = nil) {
        fixture.addVersion(
            of: name, runID: fixture.addRun(["reply_rate": value]),
            tags: tags ?? [
                RegistryTag.token: "MSG-AI", RegistryTag.metric: "reply_rate", RegistryTag.baseline: "0.75",
            ])
    }

    /// Sends a delivery as MLflow would.
    func deliver(
        _ body: String, id: String = UUID().uuidString, timestamp: String? = nil, secret: String = Self.secret,
        signature: String? = nil
    ) async throws -> GatewayBench.Answer {
        let timestamp = timestamp ?? "\(Timestamp.now.microseconds / 1_000_000)"
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(id).\(timestamp).\(body)".utf8), using: SymmetricKey(data: Array(secret.utf8)))
        var headers: HTTPHeaders = [
            "Content-Type": "application/json", "X-MLflow-Delivery-Id": id, "X-MLflow-Timestamp": timestamp,
        ]
        headers.add(name: "X-MLflow-Signature", value: signature ?? "v1,\(Data(code).base64EncodedString())")
        return try await gateway.ask("/webhooks/mlflow", .POST, headers: headers, body: body)
    }

    /// The delivery of a version's making.
    static func created(_ name: String, _ version: Int = 1) -> String {
        #"{"entity":"model_version","action":"created","timestamp":"2026-11-21T09:03:21.668078+00:00","data":{"name":"\#(name)","version":"\#(version)","source":"s","run_id":null,"tags":{},"description":null}}"#
    }

    /// The delivery of a tag.
    static func tagged(_ name: String, _ key: String) -> String {
        #"{"entity":"model_version_tag","action":"set","timestamp":"2026-11-21T09:03:21.668078+00:00","data":{"name":"\#(name)","version":"1","key":"\#(key)","value":"x"}}"#
    }

    /// The names of a version's events, in the log's order.
    func events(_ modelID: String) async throws -> [String] {
        let declaration = ModelRegistered.declaration
        var types: [String] = []
        for try await event in gateway.bus.transport.history(
            of: modelID, type: declaration.aggregate.type, in: declaration.stream)
        {
            types.append(event.record.type)
        }
        return types
    }

    static let ready = ["model_registered", "model_ready_to_deploy"]
    static let failed = ["model_registered", "validation_failed"]
}
