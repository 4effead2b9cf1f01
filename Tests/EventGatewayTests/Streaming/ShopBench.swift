import CatalogueEvents
import ConfiguredEventBus
import EventBus
import EventGateway
import Foundation
import RedisEventBus
import TestSupport

/// A gateway on a catalogue of two streams: `orders` with three partitions, and `payments` with one.
struct ShopBench: Sendable {
    let gateway: GatewayBench

    private static let catalogue = """
        catalogue: 1
        id: ai.hokus.shop
        title: Events of a shop
        defaults: { owner: shop }
        teams: { shop: { contact: "#shop" } }
        services: { shop: { owner: shop } }
        streams:
          orders: { partitions: 3, durability: memory, delivery: { attempts: 1 }, groups: { packers: { required: true } } }
          payments: { partitions: 1, durability: memory }
        events:
          order_placed:
            version: 1.0.0
            summary: Somebody has ordered something.
            stream: orders
            aggregate: { type: order, id: "{order}" }
            producers: [shop]
            routes: [{ list: "shop:orders" }]
            fields:
              order: { type: string, description: The order. }
              number: { type: int64, description: What was ordered. }
              note: { type: string, presence: optional, log: redact, description: What the buyer wrote. }
          order_sent:
            version: 1.0.0
            summary: An order is on its way.
            stream: orders
            aggregate: { type: order, id: "{order}" }
            producers: [shop]
            fields:
              order: { type: string, description: The order. }
              number: { type: int64, description: What was sent. }
          order_paid:
            version: 1.0.0
            summary: An order is paid.
            stream: payments
            aggregate: { type: order, id: "{order}" }
            producers: [shop]
            fields:
              order: { type: string, description: The order. }
              number: { type: int64, description: What was paid. }
        """

    /// Runs a gateway of its own for as long as the body does.
    static func run<Result: Sendable>(
        limits: StreamLimits = StreamLimits(),
        _ body: @Sendable @escaping (ShopBench) async throws -> Result
    ) async throws -> Result {
        let redis = try await TestRedisServer()
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("shop-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(catalogue.utf8).write(to: folder.appendingPathComponent("shop.catalogue.yaml"))
        let path: [Setting: String] = [.catalogue: folder.path]
        let change: (inout GatewayParts) -> Void = { $0.streaming = limits }
        return try await GatewayBench.run(on: redis, settings: path, changing: change) {
            try await body(ShopBench(gateway: $0))
        }
    }

    /// Appends an event, and returns its place.
    @discardableResult
    func append(_ type: String, order: String, _ number: Int, note: String? = nil) async throws -> PublishReceipt {
        guard let admission = PayloadAdmission(event: type, catalogue: gateway.catalogue) else {
            throw ShopError(message: "no event \(type)")
        }
        var payload: JSONObject = ["order": .string(order), "number": .number(JSONNumber(number))]
        payload["note"] = note.map { .string($0) }
        let admitted = try admission.check(JSONValue.object(payload).bytes)
        return try await gateway.bus.publish(
            admitted.declaration, payload: admitted.bytes, aggregateID: admitted.aggregateID,
            idempotencyKey: admitted.idempotencyKey)
    }

    /// The key of a partition's log.
    func log(_ stream: String, _ partition: Int) -> String { gateway.bus.transport.layout.log(stream, partition) }

    /// What goes wrong in a bench.
    struct ShopError: Error {
        let message: String
    }
}
