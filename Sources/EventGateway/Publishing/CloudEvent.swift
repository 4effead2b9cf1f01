import EventBus
import Foundation
import HTTPTypes

/// A CloudEvent (version 1.0) as a request brings it, in structured or in binary mode.
struct CloudEvent: Sendable {
    /// The attribute `type`.
    let type: String
    /// The event, without its type.
    let event: IncomingEvent

    /// Reads a CloudEvent from its attributes.
    ///
    /// Of the extensions `correlationid`, `causationid` and `traceparent` are taken into the envelope, others are passed
    /// over. An id that is a UUID becomes the event's; with the source it is also the idempotency key, where the event
    /// declares none, so that an event that is sent twice is appended once.
    /// - Throws: ``Problem`` 400 for an attribute that is missing or wrong.
    init(
        payload: [UInt8], headers: PublishHeaders, attribute: (String) throws(Problem) -> String?
    ) throws(Problem) {
        func required(_ name: String) throws(Problem) -> String {
            guard let value = try attribute(name), !value.isEmpty else {
                throw Problem(.badRequest, "a CloudEvent has the attribute “\(name)”, and this one has not")
            }
            return value
        }
        let version = try required("specversion")
        guard version == "1.0" else {
            throw Problem(.badRequest, "CloudEvents of version \(version.prefix(16)) are not known here, only 1.0")
        }
        type = try required("type")
        let (id, source) = (try required("id"), try required("source"))
        if let type = try attribute("datacontenttype"), !MediaTypeName(type).isJSON {
            throw Problem(.unsupportedMediaType, "the data is \(type.prefix(128)), and events here are JSON")
        }
        var event = IncomingEvent(payload: payload)
        if let text = try attribute("time") {
            guard let time = Timestamp(text) else {
                throw Problem(.badRequest, "the attribute “time” is no RFC 3339 timestamp")
            }
            event.time = time
        }
        event.id = EventID(id)
        event.source = source
        event.subject = try attribute("subject")
        event.idempotencyKey = headers.idempotencyKey
        event.fallbackKey = .cloudEvent(source: source, id: id)
        event.context = headers.context
        if let correlation = try attribute("correlationid") { event.context.correlationID = correlation }
        if let causation = try attribute("causationid") { event.context.causationID = causation }
        if let trace = try attribute("traceparent").flatMap({ TraceParent($0) }) {
            event.context.traceParent = trace.description
        }
        self.event = event
    }

    /// Reads binary mode: attributes as headers that begin with `ce-`, the payload as the body.
    init(binary headers: HTTPFields, body: [UInt8], _ common: PublishHeaders) throws(Problem) {
        try self.init(payload: body, headers: common) { (name) throws(Problem) in
            guard let field = HTTPField.Name("ce-" + name), let value = headers[field] else { return nil }
            guard value.utf8.count <= PublishHeaders.longest else { throw .longAttribute(name) }
            return Self.percentDecoded(value)
        }
    }

    /// Reads structured mode: one JSON object.
    init(structured json: JSONValue, _ common: PublishHeaders) throws(Problem) {
        guard case .object(let object) = json else {
            throw Problem(.badRequest, "a CloudEvent in structured mode is a JSON object")
        }
        try self.init(payload: try Self.payload(of: object), headers: common) { (name) throws(Problem) in
            switch object[name] {
            case nil, .null: return nil
            case .string(let value):
                guard value.utf8.count <= PublishHeaders.longest else { throw .longAttribute(name) }
                return value
            default: throw Problem(.badRequest, "the attribute “\(name)” must be a string")
            }
        }
    }

    private static func payload(of object: JSONObject) throws(Problem) -> [UInt8] {
        if let data = object["data"] { return data.bytes }
        if case .string(let text) = object["data_base64"], let bytes = Data(base64Encoded: text) {
            return [UInt8](bytes)
        }
        throw Problem(.badRequest, "the CloudEvent has no data: “data” holds the payload, or “data_base64” its bytes")
    }

    /// Headers carry text outside printable ASCII with percent signs (CloudEvents' HTTP binding, section 3.1.3.2).
    private static func percentDecoded(_ text: String) -> String {
        guard text.contains("%") else { return text }
        return text.removingPercentEncoding ?? text
    }
}

extension Problem {
    fileprivate static func longAttribute(_ name: String) -> Problem {
        Problem(.badRequest, "the attribute “\(name)” has more than \(PublishHeaders.longest) bytes")
    }
}
