import EventBus

/// One event of a log or a history as a command prints it.
struct RecordLine {
    /// The event as it was written.
    let record: EventRecord
    /// Where it stands: a partition and a position, or a version of an aggregate.
    let place: [(name: String, value: JSONValue)]

    /// The line in the form that was asked for.
    func text(_ form: OutputOptions.Form) -> String {
        switch form {
        case .text: plain
        case .json: "\(json)"
        }
    }

    private var plain: String {
        let time = (try? record.envelope()).map { "\($0.time)" } ?? "(unreadable envelope)"
        let standing = place.map { "\($0.name)=\(Self.bare($0.value))" }.joined(separator: " ")
        let data = String(decoding: record.data, as: UTF8.self)
        return PlainText.escaped("\(time)  \(record.type)  \(record.subject)  \(standing)  \(data)")
    }

    private var json: JSONValue {
        var object = JSONObject()
        for (name, value) in place { object[name] = value }
        object["type"] = .string(record.type)
        object["subject"] = .string(record.subject)
        if let envelope = try? record.envelope() {
            object["id"] = .string("\(envelope.id)")
            object["version_of_schema"] = .string(envelope.version)
            object["source"] = .string(envelope.source)
            object["time"] = .string("\(envelope.time)")
            object["correlationid"] = envelope.correlationID.map { .string($0) }
            object["causationid"] = envelope.causationID.map { .string($0) }
            object["traceparent"] = envelope.traceParent.map { .string($0) }
            object["publishedby"] = envelope.publishedBy.map { .string($0) }
        }
        // A foreign writer's bytes may be no JSON; they are shown as text then.
        object["data"] =
            (try? JSONValue(parsing: record.data)) ?? .string(String(decoding: record.data, as: UTF8.self))
        return .object(object)
    }

    private static func bare(_ value: JSONValue) -> String {
        if case .string(let text) = value { return text }
        return value.description
    }
}
