/// A number exactly as JSON writes it: nothing is lost until somebody asks for a Swift number.
///
/// Two numbers are equal when their texts are: `1` and `1.0` differ.
public struct JSONNumber: Sendable, Hashable, CustomStringConvertible {
    /// The number's text, valid by RFC 8259.
    public let text: String

    /// Takes text that a reader has checked.
    init(checked text: String) { self.text = text }

    /// Takes the text of a JSON number; `nil` for any other.
    public init?(_ text: String) {
        guard case .number(let number)? = try? JSONValue(parsing: Array(text.utf8)), number.text == text else {
            return nil
        }
        self = number
    }

    /// An integer.
    public init(_ value: some BinaryInteger) { text = String(value) }

    /// The shortest text of a double; `nil` where it is NaN or infinite.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        text = value.description
    }

    /// The number where it is written as an integer and fits.
    public var int64: Int64? { Int64(text) }

    /// The number where it is written as an integer and fits.
    public var uint64: UInt64? { UInt64(text) }

    /// The nearest double; `nil` where it overflows.
    public var double: Double? {
        var text = text
        return text.withUTF8 { Decimal.double(UnsafeRawBufferPointer($0)) }
    }

    /// The number's text.
    public var description: String { text }
}
