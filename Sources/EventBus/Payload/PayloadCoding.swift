extension Event {
    /// Reads an event from the bytes of its payload.
    ///
    /// A reader is open: unknown fields and values outside an open enum are kept, and a value that breaks a bound or a
    /// pattern is read as it is; writing it again is what refuses it.
    /// - Throws: ``InvalidPayload`` where the bytes are not JSON, a required field is absent or a type is wrong.
    @inlinable
    public init(payload bytes: [UInt8], limits: JSONLimits = .standard) throws(InvalidPayload) {
        self = try JSONReader.read(bytes, limits: limits) { (json) throws(InvalidPayload) in try Self(payload: &json) }
    }

    /// The payload as bytes of JSON, checked.
    ///
    /// - Throws: ``InvalidPayload`` with the path and the rule of the first field that the catalogue refuses.
    @inlinable
    public func payload() throws(InvalidPayload) -> [UInt8] {
        var json = JSONWriter()
        try writePayload(to: &json)
        return json.finish()
    }

    /// Checks the event against its catalogue without sending it anywhere.
    ///
    /// - Throws: ``InvalidPayload`` with the path and the rule of the first field that the catalogue refuses.
    public func validate() throws(InvalidPayload) {
        var json = JSONWriter()
        try writePayload(to: &json)
    }

    /// Reads the payload from any decoder.
    ///
    /// - Throws: ``InvalidPayload``, or what the decoder throws.
    public init(from decoder: any Decoder) throws {
        self = try PayloadBridge.decode(decoder) { (json) throws(InvalidPayload) in try Self(payload: &json) }
    }

    /// Writes the payload to any encoder.
    ///
    /// - Throws: ``InvalidPayload``, or what the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        try PayloadBridge.encode(to: encoder) { (json) throws(InvalidPayload) in try writePayload(to: &json) }
    }
}

extension PayloadValue {
    /// Reads the object from any decoder.
    ///
    /// - Throws: ``InvalidPayload``, or what the decoder throws.
    public init(from decoder: any Decoder) throws {
        self = try PayloadBridge.decode(decoder) { (json) throws(InvalidPayload) in try Self(payload: &json) }
    }

    /// Writes the object to any encoder.
    ///
    /// - Throws: ``InvalidPayload``, or what the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        try PayloadBridge.encode(to: encoder) { (json) throws(InvalidPayload) in try writePayload(to: &json) }
    }
}

/// `Codable` by way of the codec, so that generated types carry no second description of themselves.
private enum PayloadBridge {
    static func decode<Value>(
        _ decoder: any Decoder, _ read: (inout JSONReader) throws(InvalidPayload) -> Value
    ) throws -> Value {
        var json = JSONWriter()
        json.value(try JSONValue(from: decoder))
        return try json.withBytes { (bytes) throws(InvalidPayload) in
            var reader = JSONReader(bytes)
            return try read(&reader)
        }
    }

    static func encode(to encoder: any Encoder, _ write: (inout JSONWriter) throws(InvalidPayload) -> Void) throws {
        var json = JSONWriter()
        try write(&json)
        try JSONValue(parsing: json.bytes).encode(to: encoder)
    }
}
