import EventBus

/// The fields of an entry on their way into a log: CloudEvents attributes and the payload, as every transport writes them.
struct EntryFields {
    private var storage: [UInt8] = []
    private var spans = EventRecord.Spans()

    /// The fields of a published event, in the order of the log.
    init(
        _ declaration: EventDeclaration, id: EventID, source: String, time: Timestamp, aggregateID: String,
        context: PublishContext, payload: [UInt8]
    ) {
        set("id", id.description)
        set("type", declaration.type)
        set("version", declaration.version)
        set("source", source)
        set("time", time.description)
        set("subject", aggregateID)
        if let correlationID = context.correlationID { set("correlationid", correlationID) }
        if let causationID = context.causationID { set("causationid", causationID) }
        if let traceParent = context.traceParent { set("traceparent", traceParent) }
        if let publishedBy = context.publishedBy { set("publishedby", publishedBy) }
        set("data", payload)
    }

    /// Fields as a foreign program wrote them.
    init(_ fields: [(name: String, value: [UInt8])]) {
        for field in fields { set(field.name, field.value) }
    }

    /// The entry that they make.
    var content: MemoryLog.Content {
        do throws(MalformedRecord) { return .event(try EventRecord(storage: storage, spans: spans)) } catch {
            return .malformed(error, bytes: storage)
        }
    }

    private mutating func set(_ name: String, _ value: String) { set(name, Array(value.utf8)) }

    private mutating func set(_ name: String, _ value: [UInt8]) {
        let span = EventRecord.Span(start: storage.count, length: value.count)
        storage += value
        Array(name.utf8).withUnsafeBytes { spans.set($0, span) }
    }
}
