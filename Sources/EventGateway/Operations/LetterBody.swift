import CatalogueEvents
import EventBus
import RedisEventBus

/// A dead letter as the operators' API shows it; fields that may not be shown to people are hidden.
struct LetterBody {
    let letter: DeadLetter
    let stream: String
    let redaction: PayloadRedaction

    var json: JSONValue {
        let type = letter.type ?? ""
        let data = letter.record?.data ?? []
        func shown(_ text: String) -> JSONValue { .string(redaction.redacted(text: text, about: data, ofType: type)) }
        return [
            "stream": .string(stream), "id": .string("\(letter.id)"), "group": .string(letter.group),
            "consumer": .string(letter.consumer), "position": .string("\(letter.position)"),
            "attempts": .number(JSONNumber(letter.attempts)), "reason": .string(letter.reason),
            "error": shown(letter.error), "failed_routes": .array(letter.failedRoutes.map { .string($0) }),
            "first_failure": Self.time(letter.firstFailure), "last_failure": Self.time(letter.lastFailure),
            "buried_at": .string("\(letter.buriedAt)"), "type": letter.type.map { .string($0) } ?? .null,
            "aggregate_id": .string(redaction.redacted(aggregateID: letter.aggregateID, ofType: type)),
            "event_id": letter.record?.text(of: \.id).map { .string($0) } ?? .null,
            "payload": letter.record == nil ? .null : redaction.redacted(data, ofType: type),
        ]
    }

    private static func time(_ time: Timestamp?) -> JSONValue { time.map { .string("\($0)") } ?? .null }
}
