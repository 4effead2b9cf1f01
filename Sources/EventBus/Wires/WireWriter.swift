extension Wire {
    /// Writes a record the way this wire wants it.
    ///
    /// The payload is taken over byte for byte, so the caller has made sure that it is one JSON object.
    ///
    /// - Parameters:
    ///   - record: What is in the log.
    ///   - declaration: The event's declaration, whatever alias the record was written under.
    ///   - json: Where to; what is there stays.
    package func write(_ record: EventRecord, of declaration: EventDeclaration, to json: inout JSONWriter) {
        switch self {
        case .payload: record.withBytes(record.spans.data) { json.raw($0) }
        case .cloudEvents: Self.writeCloudEvent(record, of: declaration, to: &json)
        case .messageEnvelope: Self.writeMessageEnvelope(record, of: declaration, to: &json)
        case .declared(let wire): Self.write(record, of: declaration, by: wire, to: &json)
        }
    }

    private static func write(
        _ record: EventRecord, of declaration: EventDeclaration, by wire: DeclaredWire, to json: inout JSONWriter
    ) {
        switch wire.envelope {
        case .none: wire.writePayload(of: record, declaration, to: &json)
        case .cloudEvents: writeCloudEvent(record, of: declaration, by: wire, to: &json)
        case .messageEnvelope: writeMessageEnvelope(record, of: declaration, by: wire, to: &json)
        }
    }

    /// The payload as it is in the log, or as a declared wire wants it.
    private static func payload(
        _ record: EventRecord, _ declaration: EventDeclaration, _ wire: DeclaredWire?, _ json: inout JSONWriter
    ) {
        if let wire {
            wire.writePayload(of: record, declaration, to: &json)
        } else {
            record.withBytes(record.spans.data) { json.raw($0) }
        }
    }

    /// CloudEvents 1.0.2, JSON format, structured mode (section 3); extension attributes are lower-case letters only.
    private static func writeCloudEvent(
        _ record: EventRecord, of declaration: EventDeclaration, by wire: DeclaredWire? = nil, to json: inout JSONWriter
    ) {
        let start = json.beginObject()
        json.key(",\"specversion\":")
        json.string("1.0")
        json.key(",\"type\":")
        // A declared wire brings the payload to the declared version.
        json.string(wire == nil ? cloudEventsType(of: record, declaration) : declaration.cloudEventsType)
        attribute(",\"source\":", record, record.spans.source, &json)
        attribute(",\"id\":", record, record.spans.id, &json)
        attribute(",\"time\":", record, record.spans.time, &json)
        attribute(",\"subject\":", record, record.spans.subject, &json)
        json.key(",\"datacontenttype\":")
        json.string("application/json")
        if wire == nil {
            attribute(",\"eventversion\":", record, record.spans.version, &json)
        } else {
            json.key(",\"eventversion\":")
            json.string(declaration.version)
        }
        attribute(",\"correlationid\":", record, record.spans.correlationID, &json)
        attribute(",\"causationid\":", record, record.spans.causationID, &json)
        attribute(",\"traceparent\":", record, record.spans.traceParent, &json)
        json.key(",\"data\":")
        payload(record, declaration, wire, &json)
        json.endObject(start)
    }

    /// An entry of another major version than the declared one keeps its own: the payload is passed on as it was written.
    private static func cloudEventsType(of record: EventRecord, _ declaration: EventDeclaration) -> String {
        if record.spans.version.isAbsent { return declaration.cloudEventsType }
        return record.withBytes(record.spans.version) { declaration.cloudEventsType(ofVersion: $0) }
    }

    /// The envelope of the work queues, as the deployed services' guide shows it.
    private static func writeMessageEnvelope(
        _ record: EventRecord, of declaration: EventDeclaration, by wire: DeclaredWire? = nil, to json: inout JSONWriter
    ) {
        let start = json.beginObject()
        attribute(",\"message_id\":", record, record.spans.id, &json)
        json.key(",\"message_type\":")
        json.string(declaration.type)
        if let wire, let time = record.text(of: \.time) {
            json.key(",\"timestamp\":")
            json.string(wire.timestamps.text(of: time))
        } else {
            attribute(",\"timestamp\":", record, record.spans.time, &json)
        }
        json.key(",\"payload\":")
        payload(record, declaration, wire, &json)
        json.key(",\"retry_count\":")
        json.int(0)
        json.key(",\"max_retries\":")
        json.int(Int64(declaration.stream.delivery.attempts - 1))
        json.endObject(start)
    }

    /// An attribute that is set; one that is not is left out.
    private static func attribute(
        _ key: StaticString, _ record: EventRecord, _ span: EventRecord.Span, _ json: inout JSONWriter
    ) {
        guard !span.isAbsent else { return }
        json.key(key)
        json.string(record.withBytes(span) { String(decoding: $0, as: UTF8.self) })
    }
}
