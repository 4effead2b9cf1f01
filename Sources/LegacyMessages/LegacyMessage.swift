package import EventBus
import RedisEventBus

/// What a deployed service has written on a list or a channel, in whichever of its shapes.
///
/// Null is the same as absent, and members that nobody knows are kept in the payload. What is no JSON, such as Python's `NaN`, is
/// an error and never a crash.
package struct LegacyMessage: Sendable, Hashable {
    /// The message's or event's own id; `nil` where it has none.
    package let id: String?
    /// What the message says that it is; `nil` where it does not say.
    package let type: String?
    /// When it was written; `nil` where it does not say, or not readably.
    package let time: Timestamp?
    /// Who wrote it; `nil` where it does not say.
    package let source: String?
    /// What it belongs to; `nil` where it does not say.
    package let correlationID: String?
    /// The payload, without nulls and without what the deployed services add for themselves.
    package let payload: JSONObject

    /// Reads a message, or the message in a dead letter of any shape.
    ///
    /// - Throws: `InvalidPayload` where it is no JSON object.
    package init(_ bytes: [UInt8]) throws(InvalidPayload) {
        let original = QueueDeadLetter(bytes).original.bytes
        let json: JSONValue
        do throws(InvalidPayload) {
            json = try JSONValue(parsing: original, limits: .published)
        } catch {
            throw Self.explained(error, in: original)
        }
        guard case .object(let message) = json else {
            throw InvalidPayload(path: "$", rule: .type, message: "a message is an object")
        }
        self.init(message)
    }

    private init(_ message: JSONObject) {
        let inner: JSONObject? = if case .object(let object)? = message["payload"] { object } else { nil }
        let metadata: JSONObject? = if case .object(let object)? = message["_metadata"] { object } else { nil }
        var written = Self.text(message["timestamp"])
        switch (Self.text(message["message_type"]), Self.text(message["event_type"]), inner) {
        case (let type?, _, let inner?):
            // `{"message_id", "message_type", "payload", "timestamp", "retry_count", "max_retries"}`.
            (self.type, id) = (type, Self.text(message["message_id"]))
            payload = Self.cleaned(inner)
        case (_, let type?, let inner?):
            // `{"event_id", "event_type", "source", "timestamp", "payload"}`.
            (self.type, id) = (type, Self.text(message["event_id"]))
            payload = Self.cleaned(inner)
        case (_, let type?, nil):
            // The payload with `event_type` among its members: the answer of the token deployer.
            (self.type, id) = (type, nil)
            payload = Self.cleaned(message)
            written = written ?? Self.text(metadata?["publishedAt"])
        case (let type?, nil, nil):
            // The payload, which names its kind among its members.
            (self.type, id) = (type, Self.text(message["message_id"]))
            payload = Self.cleaned(message)
        case (nil, nil, _):
            (self.type, id) = (nil, nil)
            payload = Self.cleaned(message)
        }
        time = written.flatMap { Timestamp($0) }
        source = Self.text(metadata?["source"]) ?? Self.text(message["source"])
        correlationID = Self.text(metadata?["correlationId"])
    }

    /// What the deployed services add to a payload for themselves.
    private static let additions: Set<String> = ["_retryCount", "_metadata"]

    private static func cleaned(_ object: JSONObject) -> JSONObject {
        JSONObject(distinct: object.members.filter { $0.value != .null && !additions.contains($0.name) })
    }

    private static func text(_ value: JSONValue?) -> String? {
        guard case .string(let text)? = value, !text.isEmpty else { return nil }
        return text
    }

    /// The error, with what is meant where Python wrote a number that JSON does not have.
    private static func explained(_ error: InvalidPayload, in bytes: [UInt8]) -> InvalidPayload {
        guard error.rule == .syntax, let offset = error.offset, bytes.indices.contains(offset) else { return error }
        // A reader of numbers stops behind the sign.
        let isNegative = offset > 0 && bytes[offset - 1] == UInt8(ascii: "-")
        let start = isNegative ? offset - 1 : offset
        for token in ["NaN", "Infinity", "-Infinity"] where bytes[start...].starts(with: token.utf8) {
            return InvalidPayload(
                path: error.path, rule: .finite,
                message:
                    "\(token) stands here, which is no JSON: a number must be finite, and one that is not known is null",
                offset: start)
        }
        return error
    }
}
