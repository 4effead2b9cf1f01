import CatalogueEvents
import EventBus
import RedisEventBus

/// An entry of a work queue's dead list as the operators' API shows it, whichever deployed shape it has.
struct QueueLetterBody {
    let letter: QueueDeadLetter
    let redaction: PayloadRedaction

    var json: JSONValue {
        let (type, payload) = Self.content(of: letter)
        let data = payload?.bytes ?? []
        return [
            "id": .string(letter.id), "shape": .string(shape),
            "error": letter.error.map { .string(redaction.redacted(text: $0, about: data, ofType: type ?? "")) }
                ?? .null,
            "failed_at": letter.failedAt.map { .string("\($0)") } ?? .null,
            "queue": letter.queue.map { .string($0) } ?? .null, "type": type.map { .string($0) } ?? .null,
            "message_id": letter.original.id.map { .string($0) } ?? .null,
            "payload": payload.map { redaction.redacted($0, ofType: type ?? "") } ?? .null,
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

    /// The event's name and its payload, as far as the message says them.
    private static func content(of letter: QueueDeadLetter) -> (String?, JSONValue?) {
        guard case .object(let message)? = try? JSONValue(parsing: letter.original.bytes) else { return (nil, nil) }
        let type = letter.original.type
        if message["message_type"] != nil { return (type, message["payload"]) }
        guard message["specversion"] != nil else { return (type, .object(message)) }
        // `<catalogue>.<event>.v<major>`
        let parts = (type ?? "").split(separator: ".")
        return (parts.count > 2 ? String(parts[parts.count - 2]) : type, message["data"])
    }
}
