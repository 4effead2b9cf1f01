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
        let all = facts + ["error=\(letter.error ?? "(none given)")", Self.shown(message.bytes)]
        return PlainText.escaped(all.joined(separator: "  "))
    }

    /// A message as text; of one above 1 MiB the beginning and the size, since nobody reads it on a terminal.
    private static func shown(_ bytes: [UInt8]) -> String {
        guard bytes.count > 1_048_576 else { return String(decoding: bytes, as: UTF8.self) }
        return String(decoding: bytes.prefix(1_024), as: UTF8.self)
            + "… (\(bytes.count) bytes; all of them with --json)"
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
