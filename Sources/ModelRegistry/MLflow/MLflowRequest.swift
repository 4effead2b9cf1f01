import EventBus
import NIOHTTP1

/// One question to MLflow's REST interface.
struct MLflowRequest: Sendable {
    let method: HTTPMethod
    /// Below `/api/2.0/mlflow/`, e.g. `runs/get`; parts that come from elsewhere are escaped.
    let path: String
    let query: [(name: String, value: String)]
    let body: JSONValue?
    /// Whether asking twice does the same as asking once, so that it is sent again after a lost answer.
    let isRepeatable: Bool

    /// Reads something.
    static func get(_ path: String, _ query: [(name: String, value: String)] = []) -> MLflowRequest {
        MLflowRequest(method: .GET, path: path, query: query, body: nil, isRepeatable: true)
    }

    /// Makes something: not to be repeated unless the server said that it did nothing.
    static func post(_ path: String, _ body: JSONValue) -> MLflowRequest {
        MLflowRequest(method: .POST, path: path, query: [], body: body, isRepeatable: false)
    }

    /// Sets something to a value: the second time changes nothing.
    static func set(_ path: String, _ body: JSONValue) -> MLflowRequest {
        MLflowRequest(method: .POST, path: path, query: [], body: body, isRepeatable: true)
    }

    /// Removes something.
    static func delete(_ path: String) -> MLflowRequest {
        MLflowRequest(method: .DELETE, path: path, query: [], body: nil, isRepeatable: false)
    }

    /// What is asked, for messages: without the query, which may be long.
    var place: String { "\(method.rawValue) \(path)" }

    /// The path and the query behind the address.
    var target: String {
        let query = query.map { "\($0.name)=\(Self.escaped($0.value))" }.joined(separator: "&")
        return "\(MLflowConfiguration.apiPath)/\(path)\(query.isEmpty ? "" : "?" + query)"
    }

    /// Text as part of a path or a query: RFC 3986's unreserved characters stay, the other bytes are written as `%XX`.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                escaped += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return escaped
    }
}
