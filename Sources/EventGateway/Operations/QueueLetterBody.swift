import CatalogueEvents
import EventBus
import RedisEventBus

/// An entry of a work queue's dead list as the operators' API shows it, whichever deployed shape it has.
struct QueueLetterBody {
    let letter: QueueDeadLetter
    let redaction: PayloadRedaction

    var json: JSONValue {
        let message = Self.message(of: letter)
        let (type, payload) = message.map { Self.content(of: $0, letter.original.type) } ?? (nil, nil)
        let shown: JSONValue = payload.map { redaction.redacted($0, ofType: type ?? "") } ?? .null
        return [
            "id": .string(letter.id), "shape": .string(shape),
            "error": letter.error.map { .string(masked($0, message, shown: shown, type)) } ?? .null,
            "failed_at": letter.failedAt.map { .string("\($0)") } ?? .null,
            "queue": letter.queue.map { .string($0) } ?? .null, "type": type.map { .string($0) } ?? .null,
            "message_id": letter.original.id.map { .string($0) } ?? .null,
            "payload": shown,
            "bytes": .number(JSONNumber(letter.bytes.count)),
        ]
    }

    private var shape: String {
        switch letter.shape {
        case .python: "python"
        case .typeScript: "typescript"
        case .bare: "bare"
        }
    }

    /// The message that was given up on; `nil` where it can't be read, or has a name twice, and so a value that is not seen.
    private static func message(of letter: QueueDeadLetter) -> JSONObject? {
        if case .object(let message)? = try? JSONValue(parsing: letter.original.bytes) { message } else { nil }
    }

    /// The error without what the message says and this does not show.
    private func masked(_ error: String, _ message: JSONObject?, shown payload: JSONValue, _ type: String?) -> String {
        guard let message else { return PayloadRedaction.unreadable }
        let shown = [payload] + [type, letter.original.id].compactMap { $0.map { .string($0) } }
        return HiddenTexts(whole: .object(message), shown: .array(shown)).masked(error)
    }

    /// The event's name and its payload, as far as the message says them.
    private static func content(of message: JSONObject, _ type: String?) -> (String?, JSONValue?) {
        if message["message_type"] != nil { return (type, message["payload"]) }
        guard message["specversion"] != nil else { return (type, .object(message)) }
        // `<catalogue>.<event>.v<major>`
        let parts = (type ?? "").split(separator: ".")
        return (parts.count > 2 ? String(parts[parts.count - 2]) : type, message["data"])
    }
}
