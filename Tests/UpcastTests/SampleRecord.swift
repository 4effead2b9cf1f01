import EventBus

/// Entries of the log as publishers of the several versions write them.
enum SampleRecord {
    /// An event in the log, with the version of its own declaration.
    static func entry(of event: some Event) throws -> EventRecord {
        try entry(event.payload(), version: type(of: event).declaration.version)
    }

    /// A payload in the log; without a version where that is `nil`.
    static func entry(_ payload: [UInt8], version: String?) throws -> EventRecord {
        var storage: [UInt8] = []
        var spans = EventRecord.Spans()
        func set(_ name: String, _ value: [UInt8]) {
            let span = EventRecord.Span(start: storage.count, length: value.count)
            storage += value
            Array(name.utf8).withUnsafeBytes { spans.set($0, span) }
        }
        set("id", Array("01890a5d-ac96-774b-bcce-b302099a8057".utf8))
        set("type", Array("sample_measured".utf8))
        if let version { set("version", Array(version.utf8)) }
        set("time", Array("2026-11-21T09:12:33Z".utf8))
        set("data", payload)
        return try EventRecord(storage: storage, spans: spans)
    }

    /// What the router makes of an entry on a route of CloudEvents.
    static func cloudEvent(of record: EventRecord, _ declaration: EventDeclaration) -> [UInt8] {
        var json = JSONWriter()
        Wire.cloudEvents.write(record, of: declaration, to: &json)
        return json.finish()
    }
}
