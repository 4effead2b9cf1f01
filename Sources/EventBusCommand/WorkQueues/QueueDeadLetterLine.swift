import EventBus
import RedisEventBus

/// One dead letter of a work queue as a command prints it.
struct QueueDeadLetterLine {
    let letter: QueueDeadLetter

    /// The line in the form that was asked for.
    func text(_ form: OutputOptions.Form) -> String {
        switch form {
        case .text: plain
        case .json: "\(json)"
        }
    }

    private var plain: String {
        let message = letter.original
        let facts = [letter.failedAt?.description ?? "(no time)", message.type, message.id].compactMap(\.self)
        let all = facts + ["error=\(letter.error ?? "(none given)")", String(decoding: message.bytes, as: UTF8.self)]
        return PlainText.escaped(all.joined(separator: "  "))
    }

    private var json: JSONValue {
        var object = JSONObject()
        object["failed_at"] = letter.failedAt.map { .string("\($0)") } ?? .null
        object["error"] = letter.error.map { .string($0) } ?? .null
        object["queue"] = letter.queue.map { .string($0) } ?? .null
        object["id"] = letter.original.id.map { .string($0) } ?? .null
        object["type"] = letter.original.type.map { .string($0) } ?? .null
        object["retries"] = .number(JSONNumber(letter.original.retries))
        object["message"] = MessageText.json(letter.original.bytes)
        return .object(object)
    }
}
