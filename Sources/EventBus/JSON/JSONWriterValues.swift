extension JSONWriter {
    /// Writes `null`.
    public mutating func null() { literal("null") }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

    private mutating func literal(_ text: StaticString) {
        append(UnsafeRawPointer(text.utf8Start), text.utf8CodeUnitCount)
    }

    // MARK: Strings

    /// Writes a string to which no rule applies.
    public mutating func string(_ value: String) { unchecked(value) }

    /// Writes a string that has passed `rule`.
    ///
    /// - Throws: ``InvalidPayload`` where the rule refuses the string.
    public mutating func string(_ value: String, _ rule: StringRule) throws(InvalidPayload) {
        let broken = Self.withUTF8(of: value) { bytes -> InvalidPayload.Rule? in
            if let broken = rule.violation(bytes) { return broken }
            quoted(bytes)
            return nil
        }
        if let broken { throw violation(broken, rule.message(for: broken)) }
    }

    /// Writes bytes as base64 (RFC 4648, section 4, with padding).
    public mutating func base64(_ value: [UInt8]) {
        append(UInt8(ascii: "\""))
        withRoom((value.count + 2) / 3 * 4) { room in Base64.encode(value, to: room) }
        append(UInt8(ascii: "\""))
    }

    /// Writes bytes as base64 that are as many as `rule` asks for.
    ///
    /// - Throws: ``InvalidPayload`` where they are too few or too many.
    public mutating func base64(_ value: [UInt8], _ rule: StringRule) throws(InvalidPayload) {
        if value.count < rule.minLength { throw violation(.minLength, "there are fewer than \(rule.minLength) bytes") }
        if value.count > rule.maxLength { throw violation(.maxLength, "there are more than \(rule.maxLength) bytes") }
        base64(value)
    }

    /// Refuses a string that `rule` refuses, and writes nothing.
    ///
    /// - Throws: ``InvalidPayload`` where the rule refuses the string.
    public func check(_ value: String, _ rule: StringRule) throws(InvalidPayload) {
        if let broken = Self.withUTF8(of: value, { rule.violation($0) }) {
            throw violation(broken, rule.message(for: broken))
        }
    }

    /// Writes a moment as RFC 3339 with six fraction digits, in UTC.
    public mutating func timestamp(_ value: Timestamp) {
        append(UInt8(ascii: "\""))
        withRoom(Timestamp.maximumLength) { room in value.write(to: room) }
        append(UInt8(ascii: "\""))
    }

    mutating func unchecked(_ value: String) {
        Self.withUTF8(of: value) { quoted($0) }
    }

    /// Native strings lend their bytes without being copied or retained; others are copied first.
    @inline(__always)
    private static func withUTF8<Result>(of value: String, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        if let result = value.utf8.withContiguousStorageIfAvailable({ body(UnsafeRawBufferPointer($0)) }) {
            return result
        }
        var copy = value
        return copy.withUTF8 { body(UnsafeRawBufferPointer($0)) }
    }

    private mutating func quoted(_ text: UnsafeRawBufferPointer) {
        let count = text.count
        guard let source = text.baseAddress, count > 0 else { return literal("\"\"") }
        if Bytes.needEscapes(source, count) { return escaped(text) }
        withRoom(count + 2) { room in
            room.storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
            (room + 1).copyMemory(from: source, byteCount: count)
            room.storeBytes(of: UInt8(ascii: "\""), toByteOffset: count + 1, as: UInt8.self)
            return count + 2
        }
    }

    private mutating func escaped(_ text: UnsafeRawBufferPointer) {
        withRoom(text.count * 6 + 2) { room in
            var at = 0
            func put(_ byte: UInt8) {
                room.storeBytes(of: byte, toByteOffset: at, as: UInt8.self)
                at += 1
            }
            put(UInt8(ascii: "\""))
            for byte in text {
                switch byte {
                case 0x22, 0x5c:
                    put(UInt8(ascii: "\\"))
                    put(byte)
                case 0x08, 0x09, 0x0a, 0x0c, 0x0d:
                    put(UInt8(ascii: "\\"))
                    put(Self.shortEscape(byte))
                case 0..<0x20:
                    for unit in "\\u00".utf8 { put(unit) }
                    put(UInt8(ascii: "0") + (byte >> 4))
                    put(byte & 15 < 10 ? UInt8(ascii: "0") + (byte & 15) : UInt8(ascii: "a") - 10 + (byte & 15))
                default:
                    put(byte)
                }
            }
            put(UInt8(ascii: "\""))
            return at
        }
    }

    private static func shortEscape(_ byte: UInt8) -> UInt8 {
        switch byte {
        case 0x08: UInt8(ascii: "b")
        case 0x09: UInt8(ascii: "t")
        case 0x0a: UInt8(ascii: "n")
        case 0x0c: UInt8(ascii: "f")
        default: UInt8(ascii: "r")
        }
    }

    // MARK: Numbers

    /// Writes an integer to which no rule applies.
    public mutating func int(_ value: Int64) {
        withRoom(20) { room in Decimal.write(value.magnitude, negative: value < 0, to: room) }
    }

    /// Writes an integer that has passed `rule`.
    ///
    /// - Throws: ``InvalidPayload`` where the rule refuses it.
    public mutating func int(_ value: Int64, _ rule: IntegerRule) throws(InvalidPayload) {
        if let broken = rule.violation(value) { throw violation(broken, rule.message(for: broken)) }
        int(value)
    }

    /// Writes an integer that the catalogue declares as `int32`.
    public mutating func int32(_ value: Int32) { int(Int64(value)) }

    /// Writes an integer that the catalogue declares as `int32` and that has passed `rule`.
    ///
    /// - Throws: ``InvalidPayload`` where the rule refuses it.
    public mutating func int32(_ value: Int32, _ rule: IntegerRule) throws(InvalidPayload) {
        try int(Int64(value), rule)
    }

    /// Writes an unsigned integer to which no rule applies.
    public mutating func uint(_ value: UInt64) {
        withRoom(20) { room in Decimal.write(value, negative: false, to: room) }
    }

    /// Writes an unsigned integer that has passed `rule`.
    ///
    /// - Throws: ``InvalidPayload`` where the rule refuses it.
    public mutating func uint(_ value: UInt64, _ rule: IntegerRule) throws(InvalidPayload) {
        if let broken = rule.violation(value) { throw violation(broken, rule.message(for: broken)) }
        uint(value)
    }

    /// Writes the shortest decimal that reads back as the same double.
    ///
    /// - Throws: ``InvalidPayload`` where the value is NaN or infinite.
    public mutating func double(_ value: Double) throws(InvalidPayload) {
        guard value.isFinite else { throw violation(.finite, "\(value) has no form in JSON; a double must be finite") }
        unchecked(value)
    }

    /// Writes a double that has passed `rule`.
    ///
    /// - Throws: ``InvalidPayload`` where the value is not finite or the rule refuses it.
    public mutating func double(_ value: Double, _ rule: NumberRule) throws(InvalidPayload) {
        if let broken = rule.violation(value) { throw violation(broken, rule.message(for: broken)) }
        try double(value)
    }

    private mutating func unchecked(_ value: Double) {
        var short = 0
        withRoom(Decimal.maximumShortLength) { room in
            short = Decimal.writeShort(value, to: room)
            return short
        }
        guard short == 0 else { return }
        var text = value.description
        text.withUTF8 { append(UnsafeRawPointer($0.baseAddress.unsafelyUnwrapped), $0.count) }
    }

    // MARK: Values made of others

    /// Writes any JSON value as it is.
    public mutating func value(_ value: JSONValue) { unchecked(value) }

    mutating func unchecked(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .number(let number):
            var text = number.text
            text.withUTF8 { append(UnsafeRawPointer($0.baseAddress.unsafelyUnwrapped), $0.count) }
        case .string(let text): unchecked(text)
        case .array(let elements):
            append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { append(UInt8(ascii: ",")) }
                unchecked(element)
            }
            append(UInt8(ascii: "]"))
        case .object(let object):
            endObject(beginObject(), object)
        }
    }
}
