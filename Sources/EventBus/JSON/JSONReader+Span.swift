extension JSONReader {
    /// Where in the text the current value stands, an object's braces included; of a string what is between its quotes.
    package var currentRange: Range<Int> { current.start..<current.end }

    /// The current value where it is a string; `nil` for any other.
    package mutating func stringIfAny() -> String? {
        guard current.is(.string) || current.is(.escapedString) else { return nil }
        return string(in: current)
    }

    /// The bytes of the current value where it is a string without escapes; `nil` for any other. They are good for as long
    /// as what the reader reads.
    var textIfAny: UnsafeRawBufferPointer? { current.is(.string) ? text(of: current) : nil }

    /// The current value where it is an integer that is no less than zero; `nil` for any other.
    package mutating func countIfAny() -> Int? {
        guard current.is(.integer) else { return nil }
        guard let (value, isNegative) = Decimal.magnitude(text(of: current)), !isNegative else { return nil }
        return Int(exactly: value)
    }

    /// Whether the current value is an object.
    package var isObject: Bool { current.is(.object) }
}
