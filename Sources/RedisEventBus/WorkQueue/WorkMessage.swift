public import EventBus

/// What an item of a work queue says of itself, whoever put it there: the queue's envelope, a CloudEvent, or a payload
/// alone.
public struct WorkMessage: Sendable, Hashable {
    /// The item as it stands on the list; what is put back or removed has to be these bytes.
    public let bytes: [UInt8]
    /// How the item is written.
    public let format: Format
    /// The message's or event's id; `nil` where it has none.
    public let id: String?
    /// The event's name, or a CloudEvent's type; `nil` where the item does not say.
    public let type: String?
    /// When it was written; `nil` where it does not say, or not in a readable form.
    public let time: Timestamp?
    /// How often the message says that it has been tried and failed: `retry_count`, or the `_retryCount` of TypeScript
    /// workers.
    public let retries: Int
    /// How often the message says that it may be tried again; `nil` where it does not say.
    public let retriesAllowed: Int?
    /// Why nothing could be read; `nil` unless the format is ``Format/opaque``.
    public let problem: InvalidPayload?

    /// How an item is written.
    public enum Format: Sendable, Hashable {
        /// `{"message_id", "message_type", "timestamp", "payload", "retry_count", "max_retries"}`.
        case messageEnvelope
        /// CloudEvents 1.0 in structured JSON mode.
        case cloudEvent
        /// A JSON object that is the payload.
        case payload
        /// No JSON object.
        case opaque
    }

    /// Where the payload stands in the bytes.
    private let payloadRange: Range<Int>
    /// Where the number of retries stands in the bytes; `nil` where the message does not count them.
    private let counterRange: Range<Int>?

    private static let names = FieldNames(
        "message_id message_type timestamp payload retry_count max_retries _retryCount specversion id type time data")

    /// Reads an item. One that cannot be read is ``Format/opaque``; nothing is lost.
    public init(_ bytes: [UInt8]) {
        do throws(InvalidPayload) {
            self = try JSONReader.read(bytes, limits: .published) { (json) throws(InvalidPayload) in
                try WorkMessage(bytes, &json)
            }
        } catch {
            self.init(bytes, .opaque, payload: bytes.startIndex..<bytes.endIndex, problem: error)
        }
    }

    private init(
        _ bytes: [UInt8], _ format: Format, id: String? = nil, type: String? = nil, time: Timestamp? = nil,
        retries: Int = 0, retriesAllowed: Int? = nil, payload: Range<Int>, counter: Range<Int>? = nil,
        problem: InvalidPayload? = nil
    ) {
        self.bytes = bytes
        self.format = format
        self.id = id
        self.type = type
        self.time = time
        self.retries = retries
        self.retriesAllowed = retriesAllowed
        self.problem = problem
        payloadRange = payload
        counterRange = counter
    }

    private init(_ bytes: [UInt8], _ json: inout JSONReader) throws(InvalidPayload) {
        try json.open(Self.names)
        var retries: Int?
        var counter: Range<Int>?
        for index in [4, 6] where json.has(index) && retries == nil {
            retries = json.countIfAny()
            if retries != nil { counter = json.currentRange }
        }
        let envelopeType = json.has(1) ? json.stringIfAny() : nil
        if let envelopeType, json.has(3), json.isObject {
            let payload = json.currentRange
            self.init(
                bytes, .messageEnvelope, id: json.has(0) ? json.stringIfAny() : nil, type: envelopeType,
                time: json.has(2) ? json.stringIfAny().flatMap { Timestamp($0) } : nil, retries: retries ?? 0,
                retriesAllowed: json.has(5) ? json.countIfAny() : nil, payload: payload, counter: counter)
        } else if json.has(7), let type = json.has(9) ? json.stringIfAny() : nil, json.has(11), json.isObject {
            let payload = json.currentRange
            self.init(
                bytes, .cloudEvent, id: json.has(8) ? json.stringIfAny() : nil, type: type,
                time: json.has(10) ? json.stringIfAny().flatMap { Timestamp($0) } : nil, retries: retries ?? 0,
                payload: payload, counter: counter)
        } else {
            self.init(
                bytes, .payload, retries: retries ?? 0, payload: bytes.startIndex..<bytes.endIndex, counter: counter)
        }
        _ = json.close()
    }

    /// The payload as bytes of JSON; of an opaque item all its bytes.
    public var payload: [UInt8] { Array(bytes[payloadRange]) }

    /// Reads the payload as a typed event; a CloudEvent of an older major version by the catalogue's upcasts.
    ///
    /// - Throws: `InvalidPayload` where it is not one, or is of a newer major version.
    public func decode<E: Event>(_: E.Type = E.self) throws(InvalidPayload) -> E {
        if let problem { throw problem }
        if format == .cloudEvent, let type, let older = try E.declaration.olderMajor(ofCloudEventsType: type) {
            let old = try JSONValue(parsing: payload, limits: .published)
            return try E.declaration.read(E.self, old, fromMajor: older)
        }
        return try E(payload: payload, limits: .published)
    }

    /// Whether the message is an event of a declaration, under its name or an alias. A bare payload does not say what it
    /// is, and passes for any.
    public func isEvent(of declaration: EventDeclaration) -> Bool {
        guard let type else { return format == .payload }
        let names = [declaration.type] + declaration.aliases
        if format == .messageEnvelope { return names.contains(type) }
        return names.contains { name in
            let prefix = "\(declaration.catalogue).\(name).v"
            return type.hasPrefix(prefix) && type.dropFirst(prefix.count).allSatisfy(\.isNumber)
        }
    }

    /// Whether the message itself counts how often it was tried.
    var countsRetries: Bool { counterRange != nil }

    /// The message with another number of retries; every other byte stays. The same bytes where it does not count.
    func bytes(retries: Int) -> [UInt8] {
        guard let counterRange else { return bytes }
        return bytes[..<counterRange.lowerBound] + Array(String(retries).utf8) + bytes[counterRange.upperBound...]
    }

    /// The message as it was before anybody tried it: `retry_count` 0, and without the `_retryCount` that TypeScript
    /// workers add.
    var renewed: [UInt8] {
        guard countsRetries, case .object(var object)? = try? JSONValue(parsing: bytes, limits: .published),
            object["_retryCount"] != nil
        else { return bytes(retries: 0) }
        object["_retryCount"] = nil
        return WorkMessage(JSONValue.object(object).bytes).bytes(retries: 0)
    }
}
