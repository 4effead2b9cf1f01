public import EventBus

/// The event of a topic, in the form of generated code.
public struct ConformanceEvent<Topic: ConformanceTopic>: Event {
    /// The aggregate's id; at least one character.
    public var key: String
    /// Which of the aggregate's events it is.
    public var number: Int
    /// Anything; the idempotency key where the topic has such.
    public var text: String

    /// Makes an event.
    public init(_ key: String, _ number: Int, text: String = "") {
        self.key = key
        self.number = number
        self.text = text
    }

    /// The topic's declaration.
    public static var declaration: EventDeclaration { Topic.declaration }
    /// The key.
    public var aggregateID: String { key }
    /// The text, where the topic has idempotency keys and there is one.
    public var idempotencyKey: String? {
        Self.declaration.idempotencyWindow == nil || text.isEmpty ? nil : text
    }

    /// Writes the payload.
    ///
    /// - Throws: `InvalidPayload` where the key is empty.
    public func writePayload(to json: inout JSONWriter) throws(InvalidPayload) {
        let start = json.beginObject()
        json.key(",\"key\":")
        try json.string(key, ConformanceField.key)
        json.key(",\"number\":")
        json.int(Int64(number))
        json.key(",\"text\":")
        json.string(text)
        json.endObject(start)
    }

    /// Reads the payload.
    ///
    /// - Throws: `InvalidPayload` where a field is absent or of another type.
    public init(payload json: inout JSONReader) throws(InvalidPayload) {
        try json.open(ConformanceField.names)
        try json.require(0)
        key = try json.string()
        try json.require(1)
        number = Int(try json.int())
        try json.require(2)
        text = try json.string()
        _ = json.close()
    }
}

private enum ConformanceField {
    static let names = FieldNames("key number text")
    static let key = StringRule(minLength: 1, maxLength: 256)
}
