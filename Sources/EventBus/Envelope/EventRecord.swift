/// One entry of a log as it was written: the envelope's attributes and the payload, still as bytes.
///
/// A record is a view into the reply that brought it, so a batch of a hundred costs no allocation each. It keeps that
/// reply alive; copy what outlives the handler. Field names and their order are those of CloudEvents' binary mode.
public struct EventRecord: Sendable {
    /// A run of bytes in `storage`; a length of `UInt32.max` says that the attribute is absent.
    package struct Span: Sendable {
        package var start: UInt32
        package var length: UInt32
        package static var absent: Span { Span() }
        package var isAbsent: Bool { length == .max }

        package init(start: Int, length: Int) {
            self.start = UInt32(start)
            self.length = UInt32(length)
        }

        private init() {
            start = 0
            length = .max
        }
    }

    package let storage: [UInt8]
    package let spans: Spans

    /// Where each attribute stands.
    package struct Spans: Sendable {
        package var id = Span.absent
        package var type = Span.absent
        package var version = Span.absent
        package var source = Span.absent
        package var time = Span.absent
        package var subject = Span.absent
        package var correlationID = Span.absent
        package var causationID = Span.absent
        package var traceParent = Span.absent
        package var publishedBy = Span.absent
        package var data = Span.absent

        /// No attribute.
        package init() {}

        /// Notes where a field's value stands; a field that the envelope does not know is passed over.
        package mutating func set(_ name: UnsafeRawBufferPointer, _ value: Span) {
            switch EnvelopeAttribute(name) {
            case .id: id = value
            case .type: type = value
            case .version: version = value
            case .source: source = value
            case .time: time = value
            case .subject: subject = value
            case .correlationID: correlationID = value
            case .causationID: causationID = value
            case .traceParent: traceParent = value
            case .publishedBy: publishedBy = value
            case .data: data = value
            case nil: break
            }
        }
    }

    /// Makes a record of the attributes found in `storage`.
    ///
    /// - Throws: ``MalformedRecord`` where a required attribute is absent.
    package init(storage: [UInt8], spans: Spans) throws(MalformedRecord) {
        if spans.id.isAbsent { throw MalformedRecord(missing: .id) }
        if spans.type.isAbsent { throw MalformedRecord(missing: .type) }
        if spans.data.isAbsent { throw MalformedRecord(missing: .data) }
        self.storage = storage
        self.spans = spans
    }

    /// Calls `body` with the bytes of a span, without copying them.
    package func withBytes<Result, Failure: Error>(
        _ span: Span, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let start = Int(span.start)
        let end = start + Int(span.length)
        return try storage.withUnsafeBufferPointer { (all) throws(Failure) in
            try body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(all)[start..<end]))
        }
    }

    private func text(_ span: Span) -> String? {
        span.isAbsent ? nil : withBytes(span) { String(decoding: $0, as: UTF8.self) }
    }

    /// The text of an attribute; `nil` where it is absent.
    package func text(of attribute: KeyPath<Spans, Span>) -> String? { text(spans[keyPath: attribute]) }

    /// The event's name as it was written.
    public var type: String { text(spans.type) ?? "" }

    /// The id of the aggregate; empty where a foreign writer left it out.
    public var subject: String { text(spans.subject) ?? "" }

    /// A copy of the payload: one JSON object.
    public var data: [UInt8] {
        withBytes(spans.data) { [UInt8]($0) }
    }

    /// The attributes, read.
    ///
    /// - Throws: ``MalformedRecord`` where the id is no UUID or the time is no RFC 3339 timestamp.
    public func envelope() throws(MalformedRecord) -> EventEnvelope {
        guard let id = text(spans.id).flatMap({ EventID($0) }) else { throw MalformedRecord(unreadable: .id) }
        guard let time = text(spans.time).flatMap({ Timestamp($0) }) else { throw MalformedRecord(unreadable: .time) }
        return EventEnvelope(
            id: id, type: type, version: text(spans.version) ?? "1.0.0", source: text(spans.source) ?? "", time: time,
            subject: subject, correlationID: text(spans.correlationID), causationID: text(spans.causationID),
            traceParent: text(spans.traceParent), publishedBy: text(spans.publishedBy))
    }

    /// Checks that the payload is one JSON object, whatever its fields.
    ///
    /// - Throws: ``InvalidPayload`` where it is not.
    package func checkPayload() throws(InvalidPayload) {
        try withBytes(spans.data) { bytes throws(InvalidPayload) in
            var reader = JSONReader(bytes, limits: .published)
            try reader.checkObject()
        }
    }

    /// Reads the payload as a typed event; one of an older major version by the catalogue's upcasts.
    ///
    /// - Throws: ``InvalidPayload`` where it is not one, or is of a newer major version.
    public func decode<E: Event>(_: E.Type = E.self) throws(InvalidPayload) -> E {
        let older = try olderMajor(E.declaration)
        return try withBytes(spans.data) { bytes throws(InvalidPayload) in
            var reader = JSONReader(bytes, limits: .published)
            if let older { return try E.declaration.read(E.self, try reader.value(), fromMajor: older) }
            return try E(payload: &reader)
        }
    }

    /// The major version of the payload where it is older than the declared one; `nil` where it is read as it is.
    ///
    /// - Throws: ``InvalidPayload`` where it is newer.
    @inline(__always)
    private func olderMajor(_ declaration: EventDeclaration) throws(InvalidPayload) -> Int? {
        if spans.version.isAbsent { return nil }
        return try withBytes(spans.version) { bytes throws(InvalidPayload) in
            try declaration.olderMajor(ofVersion: bytes)
        }
    }
}
