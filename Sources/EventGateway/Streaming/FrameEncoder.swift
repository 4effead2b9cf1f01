import CatalogueEvents
import EventBus
import EventCatalogue
import NIOCore
import RedisEventBus

/// Writes what a log holds as Server-Sent Events (WHATWG HTML, section 9.2), without the `id:`.
///
/// An event's `data:` is the CloudEvent in structured mode, as one line.
struct FrameEncoder: Sendable {
    /// What is written.
    struct Encoded: Sendable {
        let kind: FeedFrame.Kind
        /// `event:`, `data:` and the empty line.
        let body: [UInt8]
    }

    private let declarations: [String: EventDeclaration]
    private let catalogue: String
    /// What hides the fields that may not be shown; `nil` shows all.
    private let redaction: PayloadRedaction?

    init(_ catalogue: LoadedCatalogue, redaction: PayloadRedaction?) {
        var declarations: [String: EventDeclaration] = [:]
        for declaration in catalogue.declarations {
            for name in [declaration.type] + declaration.aliases { declarations[name] = declaration }
        }
        self.declarations = declarations
        self.catalogue = catalogue.catalogue.id
        self.redaction = redaction
    }

    /// Writes an event. One whose payload is not JSON is told as a foreign entry.
    func encode(_ element: EventSubscription.Element, stream: StreamDeclaration) -> Encoded {
        let record = element.record
        let name = record.type
        do throws(InvalidPayload) { try record.checkPayload() } catch {
            return foreign(stream: stream, element.partition, element.position, "its payload is no JSON object")
        }
        guard let declaration = declarations[name] ?? undeclared(name, stream) else {
            return foreign(stream: stream, element.partition, element.position, "its type is no name of an event")
        }
        let shown: EventRecord
        do throws(MalformedRecord) {
            shown = if let redaction { try Self.redacted(record, redaction) } else { record }
        } catch {
            return foreign(stream: stream, element.partition, element.position, "\(error)")
        }
        var json = JSONWriter(capacity: 1_024)
        Wire.cloudEvents.write(shown, of: declaration, to: &json)
        let aggregate = record.subject
        return Encoded(
            kind: .event(type: declaration.type, aggregate: aggregate),
            body: Self.body(event: declaration.type, data: json.finish()))
    }

    /// Writes an entry that is no event.
    func encode(_ entry: ForeignEntry, stream: StreamDeclaration) -> Encoded {
        foreign(stream: stream, entry.partition, entry.position, "\(entry.fault)")
    }

    /// Writes that entries are missing.
    func encode(_ gap: SubscriptionGap) -> Encoded {
        let data: JSONObject = [
            "reason": .string(Self.name(of: gap.reason)), "stream": .string(gap.stream),
            "partition": .number(JSONNumber(gap.partition)), "from": .string("\(gap.after)"),
            "to": .string("\(gap.through)"), "detail": .string("\(gap)"),
        ]
        return Encoded(kind: .notice, body: Self.body(event: "gap", data: JSONValue.object(data).bytes))
    }

    private func foreign(
        stream: StreamDeclaration, _ partition: Int, _ position: StreamPosition, _ detail: String
    ) -> Encoded {
        let data: JSONObject = [
            "stream": .string(stream.name), "partition": .number(JSONNumber(partition)),
            "position": .string("\(position)"), "detail": .string(detail),
        ]
        return Encoded(kind: .notice, body: Self.body(event: "foreign", data: JSONValue.object(data).bytes))
    }

    private static func name(of reason: SubscriptionGap.Reason) -> String {
        switch reason {
        case .trimmed: "trimmed"
        case .dropped: "dropped"
        case .logLost: "log_lost"
        }
    }

    /// An event that this catalogue does not know: a newer publisher's. `nil` where the name could not stand on a line.
    private func undeclared(_ name: String, _ stream: StreamDeclaration) -> EventDeclaration? {
        let isName = name.utf8.allSatisfy { byte in
            (97...122).contains(byte) || (48...57).contains(byte) || byte == 95 || byte == 45 || byte == 46
        }
        guard isName, !name.isEmpty else { return nil }
        return EventDeclaration(
            catalogue: catalogue, type: name, version: "1.0.0", stream: stream,
            aggregate: AggregateDeclaration(type: name, history: .none))
    }

    /// What may be shown of a record, in a storage of its own.
    private static func redacted(_ record: EventRecord, _ redaction: PayloadRedaction) throws(MalformedRecord)
        -> EventRecord
    {
        let type = record.type
        var storage: [UInt8] = []
        var spans = EventRecord.Spans()
        func set(_ attribute: WritableKeyPath<EventRecord.Spans, EventRecord.Span>, _ bytes: [UInt8]) {
            spans[keyPath: attribute] = EventRecord.Span(start: storage.count, length: bytes.count)
            storage += bytes
        }
        let kept: [WritableKeyPath<EventRecord.Spans, EventRecord.Span>] = [
            \.id, \.type, \.version, \.source, \.time, \.correlationID, \.causationID, \.traceParent, \.publishedBy,
        ]
        for attribute in kept where !record.spans[keyPath: attribute].isAbsent {
            set(attribute, record.withBytes(record.spans[keyPath: attribute]) { [UInt8]($0) })
        }
        if !record.spans.subject.isAbsent {
            set(\.subject, Array(redaction.redacted(aggregateID: record.subject, ofType: type).utf8))
        }
        set(\.data, redaction.redacted(record.data, ofType: type).bytes)
        return try EventRecord(storage: storage, spans: spans)
    }

    /// JSON knows line ends only between its tokens, where a blank does as well.
    private static func body(event: String, data: [UInt8]) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(data.count + event.utf8.count + 18)
        body += "event: ".utf8
        body += event.utf8
        body += "\ndata: ".utf8
        let start = body.count
        body += data
        if body[start...].contains(where: { $0 == 10 || $0 == 13 }) {
            for index in start..<body.count where body[index] == 10 || body[index] == 13 { body[index] = 32 }
        }
        body += "\n\n".utf8
        return body
    }
}
