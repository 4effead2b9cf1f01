import EventBus
import Foundation

/// The deliveries that a real MLflow sent, as they were recorded.
package enum RecordedDeliveries {
    /// One of them.
    package struct Delivery: Sendable, CustomStringConvertible {
        /// The id.
        package let id: String
        /// When it was signed, in seconds since 1970.
        package let timestamp: String
        /// The signatures.
        package let signature: String
        /// The body.
        package let body: String
        /// The secret that it was signed with.
        package let secret: String

        /// The id.
        package var description: String { id }
    }

    /// All of them, those of the flaky receiver at the end: three tries of one.
    package static let all: [Delivery] = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../shared/data/mlflow-webhook-deliveries.json")
        guard let data = try? Data(contentsOf: file), let json = try? JSONValue(parsing: Array(data)),
            case .object(let object) = json
        else { fatalError("the recorded deliveries are not at \(file.standardizedFileURL.path)") }
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
