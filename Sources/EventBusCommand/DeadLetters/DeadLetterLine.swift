import EventBus
import RedisEventBus

/// One dead letter of a stream as a command prints it.
struct DeadLetterLine {
    let letter: DeadLetter

    /// The line in the form that was asked for.
    func text(_ form: OutputOptions.Form) -> String {
        switch form {
        case .text: plain
        case .json: "\(json)"
        }
    }

    private var plain: String {
        var facts = [
            "\(letter.id)", "\(letter.buriedAt)", letter.group, letter.type ?? "(no event)", letter.aggregateID,
            "position=\(letter.position)", "attempts=\(letter.attempts)", letter.reason,
        ]
        if !letter.failedRoutes.isEmpty { facts.append("routes=" + letter.failedRoutes.joined(separator: ",")) }
        return PlainText.escaped((facts + [letter.error]).joined(separator: "  "))
    }

    private var json: JSONValue {
        var object = JSONObject()
        object["letter"] = .string("\(letter.id)")
        object["time"] = .string("\(letter.buriedAt)")
        object["group"] = .string(letter.group)
        object["consumer"] = .string(letter.consumer)
        object["type"] = letter.type.map { .string($0) } ?? .null
        object["subject"] = .string(letter.aggregateID)
        object["id"] = Self.eventID(letter).map { .string($0) } ?? .null
        object["partition"] = .number(JSONNumber(letter.id.partition))
        object["position"] = .string("\(letter.position)")
        object["attempts"] = .number(JSONNumber(letter.attempts))
        object["reason"] = .string(letter.reason)
        object["error"] = .string(letter.error)
        object["failed_routes"] = .array(letter.failedRoutes.map { .string($0) })
        object["first_failure"] = letter.firstFailure.map { .string("\($0)") } ?? .null
        object["last_failure"] = letter.lastFailure.map { .string("\($0)") } ?? .null
        object["data"] = letter.record.map { MessageText.json($0.data) } ?? .null
        return .object(object)
    }

    private static func eventID(_ letter: DeadLetter) -> String? {
        letter.record.flatMap { try? $0.envelope().id.description }
    }
}
