import EventBus
import Foundation
import Testing

/// The deliveries that a real MLflow sent, as they were recorded.
enum RecordedDeliveries {
    /// One of them.
    struct Delivery: Sendable, CustomTestStringConvertible {
        let id: String
        let timestamp: String
        let signature: String
        let body: String
        let secret: String

        var testDescription: String { id }
    }

    /// All of them, those of the flaky receiver at the end: three tries of one.
    static let all: [Delivery] = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../../shared/data/mlflow-webhook-deliveries.json")
        guard let data = try? Data(contentsOf: file), let json = try? JSONValue(parsing: Array(data)),
            case .object(let object) = json
        else { return [] }
        return read(object, "deliveries", "secret") + read(object, "flaky_deliveries", "flaky_secret")
    }()

    private static func read(_ object: JSONObject, _ list: String, _ secret: String) -> [Delivery] {
        guard case .array(let items)? = object[list], case .string(let secret)? = object[secret] else { return [] }
        return items.compactMap { item in
            guard case .object(let item) = item, case .object(let headers)? = item["headers"],
                case .string(let id)? = headers["X-MLflow-Delivery-Id"],
                case .string(let timestamp)? = headers["X-MLflow-Timestamp"],
                case .string(let signature)? = headers["X-MLflow-Signature"], case .string(let body)? = item["body"]
            else { return nil }
            return Delivery(id: id, timestamp: timestamp, signature: signature, body: body, secret: secret)
        }
    }
}
