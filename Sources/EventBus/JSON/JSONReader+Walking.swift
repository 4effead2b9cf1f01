/// Going through a text value by value, for who learns only at run time what to expect where.
///
/// Who walks neither opens nor closes objects, and takes every value: into it, as a scalar, or as a tree.
extension JSONReader {
    /// An array or an object.
    package enum Walked: Sendable {
        case array
        case object

        fileprivate var opening: UInt8 { self == .array ? UInt8(ascii: "[") : UInt8(ascii: "{") }
        fileprivate var closing: UInt8 { self == .array ? UInt8(ascii: "]") : UInt8(ascii: "}") }
    }

    /// Goes to the text's only value.
    ///
    /// - Throws: ``InvalidPayload`` where the text is longer than the limit.
    package mutating func beginWalk() throws(InvalidPayload) {
        isCompact = true
        try startRoot()
        if position > 0 { isCompact = false }
    }

    /// Makes sure that nothing follows the value.
    ///
    /// - Throws: ``InvalidPayload`` where something does.
    package mutating func endWalk() throws(InvalidPayload) {
        walkSpace()
        try finish()
    }

    /// Whether the value at this place is null; then it is behind it.
    ///
    /// - Throws: ``InvalidPayload`` for what only begins as null does.
    package mutating func walkNull() throws(InvalidPayload) -> Bool {
        guard peek() == UInt8(ascii: "n") else { return false }
        _ = try scanValue()
        return true
    }

    /// The string, number or boolean at this place, which is checked; `nil` for an array, an object and null.
    ///
    /// - Throws: ``InvalidPayload`` where the text is malformed.
    package mutating func walkScalar() throws(InvalidPayload) -> JSONSlot? {
        switch peek() {
        case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "n"): return nil
        default:
            let slot = try scanValue()
            if slot.is(.escapedString) { isCompact = false }
            return slot
        }
    }

    /// The value at this place, whatever it is.
    ///
    /// - Throws: ``InvalidPayload`` where the text is malformed, or a name stands twice.
    package mutating func walkTree() throws(InvalidPayload) -> JSONValue {
        switch peek() {
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            // Nobody looks for spaces in it.
            isCompact = false
            return try scanTree()
        case UInt8(ascii: "\""):
            position += 1
            let text = try scanString()
            if text.is(.escapedString) { isCompact = false }
            return .string(string(in: text))
        default: return try scanTree()
        }
    }

    /// Goes into the array or object at this place.
    ///
    /// - Returns: Whether it has a first element or member, which is the next; `nil` where there is no such thing.
    /// - Throws: ``InvalidPayload`` where it lies too deep.
    package mutating func walkInto(_ kind: Walked) throws(InvalidPayload) -> Bool? {
        guard peek() == kind.opening else { return nil }
        position += 1
        depth += 1
        if depth > limits.maximumDepth { throw tooDeep() }
        walkSpace()
        guard peek() == kind.closing else { return true }
        position += 1
        depth -= 1
        return false
    }

    /// Goes behind the element or member that was taken.
    ///
    /// - Returns: Whether another follows; if not, the array or object is left.
    /// - Throws: ``InvalidPayload`` for what is neither a comma nor the end.
    package mutating func walkOn(in kind: Walked) throws(InvalidPayload) -> Bool {
        walkSpace()
        let next = peek()
        if next == UInt8(ascii: ",") {
            position += 1
            walkSpace()
            return true
        }
        guard next == kind.closing else { throw syntax(kind == .array ? "a comma or ]" : "a comma or }") }
        position += 1
        depth -= 1
        return false
    }

    /// Reads a member's name and goes to its value.
    ///
    /// - Throws: ``InvalidPayload`` where there is none.
    package mutating func walkName() throws(InvalidPayload) -> JSONSlot {
        guard peek() == UInt8(ascii: "\"") else { throw syntax("a member's name in quotes") }
        position += 1
        let name = try scanString()
        if name.is(.escapedString) { isCompact = false }
        try walkColon()
        return name
    }

    /// Reads a member's name and goes to its value.
    ///
    /// - Parameter expected: The name that is probably the next.
    /// - Returns: Which of the names it is; -1 for none of them, and for one with escapes.
    /// - Throws: ``InvalidPayload`` where there is none.
    package mutating func walkName(of names: FieldNames, expecting expected: Int) throws(InvalidPayload) -> Int {
        let length = names.length(ofPrefix: base + position, end - position, at: expected)
        var index = expected
        if length > 0 {
            position += length
            try walkColon()
        } else {
            let name = try walkName()
            guard name.is(.string) else { return -1 }
            index = names.index(of: base + (name.start - 1), name.length + 2, expected: expected)
        }
        return index
    }

    private mutating func walkColon() throws(InvalidPayload) {
        walkSpace()
        guard peek() == UInt8(ascii: ":") else { throw syntax("a colon") }
        position += 1
        walkSpace()
    }

    /// Where the walk is.
    package var place: Int { position }

    @inline(__always)
    private mutating func walkSpace() {
        guard position < end, byte(position) <= 0x20 else { return }
        isCompact = false
        skipSpace()
    }

    // MARK: What was found

    /// The bytes of a scalar; of a string those between its quotes, escapes as they stand. Good for as long as what the
    /// reader reads.
    package func bytes(of slot: JSONSlot) -> UnsafeRawBufferPointer { text(of: slot) }

    /// The bytes from one place to another.
    package func bytes(in range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count)
    }

    /// A string, its escapes resolved.
    package func text(ofString slot: JSONSlot) -> String { string(in: slot) }

    /// A number as the nearest double; `nil` where it is beyond the range of one.
    package func double(of slot: JSONSlot) -> Double? { Decimal.double(text(of: slot)) }

    /// An integer that fits 64 bits; `nil` for any other number.
    package func integer(of slot: JSONSlot) -> Int64? {
        guard slot.is(.integer), let (value, isNegative) = Decimal.magnitude(text(of: slot)) else { return nil }
        guard isNegative else { return Int64(exactly: value) }
        return value <= UInt64(Int64.max) ? -Int64(value) : nil
    }

    /// The whole text, which has been checked, as ``JSONWriter`` writes it.
    ///
    /// - Throws: ``InvalidPayload`` where it had not been.
    package mutating func compacted() throws(InvalidPayload) -> [UInt8] {
        var json = JSONWriter(capacity: end)
        position = 0
        while position < end {
            let start = position
            switch peek() {
            case 0x20, 0x0a, 0x0d, 0x09: position += 1
            case UInt8(ascii: "\""):
                position += 1
                let text = try scanString()
                if text.is(.string) {
                    json.raw(bytes(in: start..<position))
                } else {
                    json.string(string(in: text))
                }
            default:
                while position < end, byte(position) > 0x20, byte(position) != UInt8(ascii: "\"") { position += 1 }
                json.raw(bytes(in: start..<position))
            }
        }
        return json.finish()
    }
}
