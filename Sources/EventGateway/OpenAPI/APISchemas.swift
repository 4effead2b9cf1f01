import EventBus

/// The schemas of what the gateway takes and answers, events aside.
enum APISchemas {
    private static let text: JSONValue = ["type": "string"]
    private static let optionalText: JSONValue = ["type": ["string", "null"]]
    private static let count: JSONValue = ["type": "integer", "minimum": 0]
    private static let optionalCount: JSONValue = ["type": ["integer", "null"], "minimum": 0]
    private static let flag: JSONValue = ["type": "boolean"]
    private static let reason: JSONValue = ["type": "string", "maxLength": 1_000]
    private static let texts: JSONValue = [
        "anyOf": [reason, ["type": "array", "items": reason, "minItems": 1, "maxItems": 1_000]]
    ]
    private static let rate: JSONValue = ["type": "integer", "minimum": 1, "maximum": 10_000]
    private static let limit: JSONValue = ["type": "integer", "minimum": 1, "maximum": 100_000]

    private static func list(_ item: JSONValue) -> JSONValue { ["type": "array", "items": item] }

    /// An answer: all members are there, and later versions may add others.
    private static func answer(_ members: JSONObject) -> JSONValue {
        [
            "type": "object", "properties": .object(members),
            "required": .array(members.members.map { .string($0.name) }),
        ]
    }

    /// A request: no member has to be there, and no other may.
    private static func request(_ members: JSONObject) -> JSONValue {
        ["type": "object", "properties": .object(members), "additionalProperties": false]
    }

    private static let letter = answer([
        "stream": text, "id": text, "group": text, "consumer": text, "position": text, "attempts": count,
        "reason": text,
        "error": text, "failed_routes": list(text), "first_failure": optionalText, "last_failure": optionalText,
        "buried_at": text, "type": optionalText, "aggregate_id": text, "event_id": optionalText, "payload": true,
    ])

    static let all: JSONObject = [
        "Problem": [
            "type": "object",
            "properties": ["type": text, "title": text, "status": count, "detail": text],
            "required": ["type", "title", "status", "detail"],
        ],
        "Receipt": answer([
            "id": text, "type": text, "outcome": ["enum": ["appended", "duplicate", "accepted"]], "partition": count,
            "position": optionalText, "version": optionalCount, "durability": optionalText,
        ]),
        "CloudEvent": [
            "type": "object", "description": "In the place of data, data_base64 is taken, too.",
            "properties": [
                "specversion": ["const": "1.0"], "id": ["type": "string", "minLength": 1],
                "source": ["type": "string", "minLength": 1], "type": ["type": "string", "minLength": 1],
                "data": ["type": "object"],
            ],
            "required": ["specversion", "id", "source", "type", "data"],
        ],
        "Act": request(["reason": reason]),
        "Done": answer(["done": flag]),
        "PauseState": [
            "type": "object", "properties": ["paused": flag, "was_paused": flag], "required": ["paused"],
        ],
        "Audit": answer(["records": list(["type": "object"])]),
        "Letter": letter,
        "LetterPage": answer(["letters": list(.component("Letter")), "next": optionalText]),
        "LettersAct": request([
            "filter": request([
                "stream": texts, "group": texts, "type": texts, "error": reason,
                "before": ["type": "string", "format": "date-time"],
                "since": ["type": "string", "format": "date-time"],
            ]),
            "reason": reason, "execute": flag, "rate": rate, "limit": limit,
        ]),
        "ActReport": [
            "type": "object",
            "properties": [
                "executed": flag, "matched": count, "more": flag, "done": count, "gone": count, "refused": count,
                "refusals": list(answer(["id": text, "detail": text])),
                "kinds": list(
                    answer(["stream": text, "group": text, "type": optionalText, "reason": text, "count": count])),
                "letters": list(["type": "object"]),
            ],
            "required": ["executed", "matched", "more"],
        ],
        "QueueAct": request([
            "ids": texts, "reason": reason, "execute": flag, "rate": rate, "limit": limit,
        ]),
        "QueueLetterPage": answer([
            "letters": list(
                answer([
                    "id": text, "shape": ["enum": ["python", "typescript", "bare"]], "error": optionalText,
                    "failed_at": optionalText, "queue": optionalText, "type": optionalText, "message_id": optionalText,
                    "payload": true, "bytes": count,
                ])),
            "total": count,
        ]),
        "Queues": answer([
            "queues": list(
                answer([
                    "list": text, "waiting": optionalCount, "processing": optionalCount, "delayed": optionalCount,
                    "dead": optionalCount, "failure": optionalText,
                ]))
        ]),
        "Groups": answer([
            "groups": list(
                answer([
                    "stream": text, "name": text, "order": ["enum": ["none", "aggregate"]],
                    "required": ["type": ["boolean", "null"]], "pause": ["type": ["object", "null"]],
                    "lag": optionalCount, "pending": count, "partitions": list(["type": "object"]),
                ]))
        ]),
    ]
}
