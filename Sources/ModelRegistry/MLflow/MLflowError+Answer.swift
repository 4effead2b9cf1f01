import EventBus

extension MLflowError {
    /// The error that an answer says, whatever its body is.
    ///
    /// - Parameters:
    ///   - status: The HTTP status, 300 or more.
    ///   - body: The body.
    ///   - place: What was asked, e.g. `GET runs/get`.
    ///   - address: Where.
    ///   - retryAfter: The header `Retry-After`.
    static func of(
        status: Int, body: [UInt8], place: String, address: String, retryAfter: Duration?
    ) -> MLflowError {
        var said: JSONObject?
        if case .object(let object)? = try? JSONValue(parsing: body) { said = object }
        let code = said?["error_code"].flatMap(\.text)
        let words = said?["message"].flatMap(\.text).map { shortened($0) }
        let kind = kind(status: status, code: code)
        let what = words ?? (said == nil ? "an answer that is no JSON" : "no message")
        let advice = advice(kind, isMLflow: said != nil)
        return MLflowError(
            kind, "\(place) at \(address): \(status) \(code.map { "\($0): " } ?? "")\(what)\(advice)",
            status: status, code: code, retryAfter: retryAfter)
    }

    /// What a status and MLflow's code together mean.
    package static func kind(status: Int, code: String?) -> Kind {
        switch code {
        case "RESOURCE_DOES_NOT_EXIST"?: return .notFound
        case "RESOURCE_ALREADY_EXISTS"?: return .alreadyExists
        case "REQUEST_LIMIT_EXCEEDED"?: return .rateLimited
        case "TEMPORARILY_UNAVAILABLE"?: return .unavailable
        default: break
        }
        return switch status {
        case 401, 403: .unauthorized
        case 404: .notFound
        case 408, 504: .timeout
        case 409: .alreadyExists
        case 429: .rateLimited
        case 300..<400: .junk
        case 500...: .unavailable
        default: .invalid
        }
    }

    private static func advice(_ kind: Kind, isMLflow: Bool) -> String {
        switch kind {
        case .notFound where !isMLflow, .invalid where !isMLflow:
            " – that is no answer of MLflow: MLFLOW_TRACKING_URI is its address, with the path of a proxy in front of it"
        case .unauthorized:
            """
             – check MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, and that the server \
            allows this host name (--allowed-hosts)
            """
        case .junk: " – MLFLOW_TRACKING_URI names something that passes requests on: give the address behind it"
        default: ""
        }
    }

    /// A server's words, no longer than a line of a log should be.
    private static func shortened(_ words: String) -> String {
        words.count > 500 ? words.prefix(500) + "…" : words
    }
}
