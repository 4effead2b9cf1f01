import EventBus

/// Every operation of the gateway: what `/openapi.json` says, and what a test holds the router to.
enum APIOperations {
    static let all = open + webhooks + publishing + reading + letters + queues + groups

    private static let text: JSONValue = ["type": "string"]
    private static let flag: JSONValue = ["type": "string", "enum": ["true", "false"]]
    private static func number(_ range: ClosedRange<Int>) -> JSONValue {
        [
            "type": "integer", "minimum": .number(JSONNumber(range.lowerBound)),
            "maximum": .number(JSONNumber(range.upperBound)),
        ]
    }
    private static let anything = [APIOperation.Body(type: "application/json", schema: ["type": "object"])]
    private static let page = [APIOperation.Body(type: "text/html", schema: text)]

    private static let open: [APIOperation] = [
        APIOperation(
            method: "GET", path: "/health", role: nil,
            summary: "How the bus is: healthy, degraded, or unhealthy with 503. Details need the role read.",
            parameters: [.init(name: "detailed", place: .query, schema: flag, summary: "“true” for all of it.")],
            answers: [200: anything, 503: anything], problems: [400, 401, 403]),
        APIOperation(
            method: "GET", path: "/health/alb", role: nil, summary: "The same for a load balancer.",
            parameters: [.init(name: "detailed", place: .query, schema: flag, summary: "“true” for all of it.")],
            answers: [200: anything, 503: anything], problems: [400, 401, 403]),
        APIOperation(
            method: "GET", path: "/live", role: nil, summary: "Whether the process should be left running.",
            answers: [200: anything, 503: anything]),
        APIOperation(
            method: "GET", path: "/ready", role: nil, summary: "Whether requests should be sent here.",
            answers: [200: anything, 503: anything]),
        APIOperation(
            method: "GET", path: "/session", role: nil, summary: "Who is calling, and what that allows.",
            answers: [200: anything], problems: [401]),
        APIOperation(
            method: "POST", path: "/session", role: nil, summary: "Begins a session of a browser for a token.",
            answers: [201: anything], problems: [401, 403]),
        APIOperation(
            method: "DELETE", path: "/session", role: nil, summary: "Ends the session of a browser.",
            answers: [204: []], problems: [401, 403]),
    ]

    private static let webhooks: [APIOperation] = [
        APIOperation(
            method: "POST", path: "/webhooks/mlflow", role: nil,
            summary: "Takes a delivery of MLflow's webhook; its signature, not a token, says that it may.",
            parameters: [
                .init(
                    name: "X-MLflow-Delivery-Id", place: .header, schema: text, summary: "The same at every try."),
                .init(
                    name: "X-MLflow-Timestamp", place: .header, schema: text,
                    summary: "When it was signed, in seconds since 1970."),
                .init(
                    name: "X-MLflow-Signature", place: .header, schema: text,
                    summary: "v1, and the base64 of an HMAC-SHA256 over id, time and body; several with spaces between."
                ),
            ],
            request: [APIOperation.Body(type: "application/json", schema: ["type": "object"])], isRequestRequired: true,
            answers: [200: anything], problems: [400, 401, 404, 408, 413, 503])
    ]

    /// What goes from a header into an envelope: visible, and not too long.
    private static let line: JSONValue = [
        "type": "string", "minLength": 1, "pattern": "^[!-~]([ -~]*[!-~])?$",
        "maxLength": .number(JSONNumber(PublishHeaders.longest)),
    ]

    private static let version: JSONValue = [
        "type": "integer", "minimum": 0, "maximum": .number(JSONNumber(PublishHeaders.highestVersion)),
    ]

    private static let publishParameters: [APIOperation.Parameter] = [
        .init(
            name: "Idempotency-Key", place: .header, schema: line, summary: "Has the event appended once for this key."),
        .init(
            name: "Eventbus-Expected-Version", place: .header, schema: version,
            summary: "Has the event appended only if its aggregate is at this version; one event alone."),
        .init(
            name: "receipts", place: .query, schema: ["type": "string", "enum": ["all", "none"]],
            summary: "Of a batch: “none” leaves out the lines of events that were taken."),
        .init(name: "X-Correlation-Id", place: .header, schema: line, summary: "What all events of the story share."),
    ]
    private static let receipts: [Int: [APIOperation.Body]] = [
        200: [.json("Receipt"), APIOperation.Body(type: "application/x-ndjson", schema: text)],
        201: [.json("Receipt")],
        202: [.json("Receipt"), APIOperation.Body(type: "application/x-ndjson", schema: text)],
        207: [APIOperation.Body(type: "application/x-ndjson", schema: text)],
    ]
    private static let refusals = [400, 403, 404, 408, 409, 413, 415, 422, 503]
    private static let cloudEvents: [APIOperation.Body] = [
        .init(type: "application/cloudevents+json", schema: .component("CloudEvent")),
        .init(
            type: "application/cloudevents-batch+json",
            schema: ["type": "array", "items": .component("CloudEvent"), "minItems": 1]),
    ]

    private static let publishing: [APIOperation] = [
        APIOperation(
            method: "POST", path: "/events/{type}", role: .publish,
            summary: "Appends events of one type: a payload, a line for each (NDJSON), or CloudEvents.",
            parameters: [.init(name: "type", place: .path, schema: text, summary: "The event's name.")]
                + publishParameters,
            request: [.json("AnyPayload"), .init(type: "application/x-ndjson", schema: text)] + cloudEvents,
            isRequestRequired: true, answers: receipts, problems: refusals),
        APIOperation(
            method: "POST", path: "/events", role: .publish, summary: "Appends CloudEvents, which say their type.",
            parameters: publishParameters, request: cloudEvents, isRequestRequired: true, answers: receipts,
            problems: refusals),
    ]

    private static let streamParameters: [APIOperation.Parameter] = [
        .init(name: "stream", place: .query, schema: text, summary: "Only of this stream.", isRepeatable: true),
        .init(
            name: "type", place: .query, schema: text,
            summary: "Only of this type: the event's name, or the type of its CloudEvents.", isRepeatable: true),
        .init(name: "aggregate", place: .query, schema: text, summary: "Only of this aggregate.", isRepeatable: true),
        .init(
            name: "from", place: .query, schema: text,
            summary: "Where to begin: now, beginning, a time, or a cursor. Last-Event-ID counts before it."),
        .init(name: "redact", place: .query, schema: flag, summary: "Hides fields that people may not see."),
        .init(name: "Last-Event-ID", place: .header, schema: text, summary: "The cursor to go on behind."),
    ]

    private static let reading: [APIOperation] = [
        APIOperation(
            method: "GET", path: "/events", role: .read,
            summary: "The log, live, as Server-Sent Events; each id is a cursor to go on behind without a gap.",
            parameters: streamParameters,
            answers: [200: [.init(type: "text/event-stream", schema: text)]], problems: [400, 503]),
        APIOperation(
            method: "GET", path: "/overview", role: .read, summary: "How everything is.", answers: [200: anything],
            problems: [400, 503]),
        APIOperation(
            method: "GET", path: "/overview/stream", role: .read, summary: "The same, once a second.",
            answers: [200: [.init(type: "text/event-stream", schema: text)]], problems: [400, 503]),
        APIOperation(
            method: "GET", path: "/audit", role: .read, summary: "Who did what, when and why; the oldest first.",
            parameters: [.init(name: "limit", place: .query, schema: number(1...1_000), summary: "The last so many.")],
            answers: [200: [.json("Audit")]], problems: [400, 503]),
        APIOperation(
            method: "GET", path: "/version", role: .read, summary: "The version of the program and its catalogue.",
            answers: [200: anything]),
        APIOperation(
            method: "GET", path: "/metrics", role: .read, summary: "The metrics as Prometheus reads them.",
            answers: [200: [.init(type: "text/plain", schema: text)]]),
        APIOperation(
            method: "GET", path: "/catalogue", role: .read, summary: "The catalogue.",
            answers: [200: anything, 304: []]),
        APIOperation(
            method: "GET", path: "/catalogue.html", role: .read, summary: "The catalogue for people.",
            answers: [200: page, 304: []]),
        APIOperation(
            method: "GET", path: "/asyncapi.json", role: .read, summary: "The catalogue as AsyncAPI.",
            answers: [200: anything, 304: []]),
        APIOperation(
            method: "GET", path: "/openapi.json", role: .read, summary: "This document.",
            answers: [200: anything, 304: []]),
        APIOperation(
            method: "GET", path: "/schemas/{type}", role: .read, summary: "The JSON Schema of an event's payload.",
            parameters: [
                .init(name: "type", place: .path, schema: text, summary: "The event's name."),
                .init(
                    name: "view", place: .query, schema: ["type": "string", "enum": ["writer", "reader"]],
                    summary: "What a writer may send, or what a reader accepts."),
            ],
            answers: [200: [.init(type: "application/schema+json", schema: ["type": "object"])], 304: []],
            problems: [400, 404]),
    ]

    /// A letter's place with its stream, as the “next” of a page gives it.
    private static let place: JSONValue = ["type": "string", "pattern": .string(LetterPlace.pattern)]

    private static let letterFilter: [APIOperation.Parameter] = [
        .init(name: "stream", place: .query, schema: text, summary: "Only of this stream.", isRepeatable: true),
        .init(name: "group", place: .query, schema: text, summary: "Only of this group.", isRepeatable: true),
        .init(name: "type", place: .query, schema: text, summary: "Only of events of this type.", isRepeatable: true),
        .init(name: "error", place: .query, schema: text, summary: "Only those whose error contains this."),
        .init(
            name: "before", place: .query, schema: ["type": "string", "format": "date-time"],
            summary: "Only those written before."),
        .init(
            name: "since", place: .query, schema: ["type": "string", "format": "date-time"],
            summary: "Only those written since."),
        .init(name: "limit", place: .query, schema: number(1...1_000), summary: "At most so many."),
        .init(name: "after", place: .query, schema: place, summary: "The “next” of the page before."),
    ]
    private static let letterPath: [APIOperation.Parameter] = [
        .init(name: "stream", place: .path, schema: text, summary: "The stream."),
        .init(name: "partition", place: .path, schema: text, summary: "The partition."),
        .init(name: "place", place: .path, schema: text, summary: "The letter's place there."),
    ]

    private static let letters: [APIOperation] =
        [
            APIOperation(
                method: "GET", path: "/dead-letters", role: .read,
                summary: "What groups and the router gave up on, the oldest of each partition first.",
                parameters: letterFilter, answers: [200: [.json("LetterPage")]], problems: [400, 404, 503]),
            APIOperation(
                method: "GET", path: "/dead-letters/{stream}/{partition}/{place}", role: .read,
                summary: "One dead letter.", parameters: letterPath, answers: [200: [.json("Letter")]],
                problems: [400, 404, 503]),
        ]
        + ["redrive", "discard"].flatMap { act in
            [
                APIOperation(
                    method: "POST", path: "/dead-letters/\(act)", role: .operate,
                    summary:
                        "\(act == "redrive" ? "Gives back" : "Removes") many dead letters; shows them unless execute is set.",
                    request: [.json("LettersAct")], answers: [200: [.json("ActReport")]],
                    problems: [400, 404, 413, 415, 503]),
                APIOperation(
                    method: "POST", path: "/dead-letters/{stream}/{partition}/{place}/\(act)", role: .operate,
                    summary: act == "redrive"
                        ? "Gives the event back to the group that gave up on it." : "Removes the letter for good.",
                    parameters: letterPath, request: [.json("Act")], answers: [200: [.json("Done")]],
                    problems: [400, 404, 409, 413, 415, 503]),
            ]
        }

    private static let list = APIOperation.Parameter(name: "list", place: .path, schema: text, summary: "The list.")

    private static let queues: [APIOperation] =
        [
            APIOperation(
                method: "GET", path: "/queues", role: .read, summary: "How much stands on each work queue.",
                answers: [200: [.json("Queues")]], problems: [400, 503]),
            APIOperation(
                method: "GET", path: "/queues/{list}/dead", role: .read,
                summary: "What the workers of a queue gave up on, the oldest first.",
                parameters: [
                    list, .init(name: "limit", place: .query, schema: number(1...1_000), summary: "At most so many."),
                    .init(name: "skip", place: .query, schema: number(0...100_000), summary: "Passes over so many."),
                ],
                answers: [200: [.json("QueueLetterPage")]], problems: [400, 404, 503]),
        ]
        + ["redrive", "discard"].map { act in
            APIOperation(
                method: "POST", path: "/queues/{list}/dead/\(act)", role: .operate,
                summary:
                    "\(act == "redrive" ? "Puts back" : "Removes") entries of a dead list, those named or all; shows them unless execute is true.",
                parameters: [list], request: [.json("QueueAct")], answers: [200: [.json("ActReport")]],
                problems: [400, 404, 413, 415, 503])
        }

    private static let groups: [APIOperation] =
        [
            APIOperation(
                method: "GET", path: "/groups", role: .read, summary: "The consumer groups of every stream.",
                answers: [200: [.json("Groups")]], problems: [400, 503])
        ]
        + ["pause", "resume"].map { act in
            APIOperation(
                method: "POST", path: "/groups/{stream}/{group}/\(act)", role: .operate,
                summary: act == "pause"
                    ? "Has a group stop reading until it is resumed." : "Lets a paused group go on.",
                parameters: [
                    .init(name: "stream", place: .path, schema: text, summary: "The stream."),
                    .init(name: "group", place: .path, schema: text, summary: "The group."),
                ],
                request: [.json("Act")], answers: [200: [.json("PauseState")]], problems: [400, 404, 413, 415, 503])
        }
}
