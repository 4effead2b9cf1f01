/// Where one value stands in the text, and what the scan has learned of it; packed so that it travels in a register.
package struct JSONSlot: Sendable {
    /// What kind of value it is.
    package enum Kind: UInt32, Sendable {
        case absent
        case null
        /// The root, which nothing has looked at yet.
        case unread
        case `true`
        case `false`
        /// A number without fraction and exponent.
        case integer
        case number
        /// A string that stands in the text as it is.
        case string
        /// A string with escapes.
        case escapedString
        case array
        case object
    }

    /// The longest text whose places a slot can hold, in bytes.
    static let maximumLength = 1 << 28 - 1

    private let first: UInt32
    private let lengthAndKind: UInt32

    /// A value from `start` up to `end`; of a string the content between its quotes.
    @inline(__always)
    init(start: Int, end: Int, kind: Kind) {
        first = UInt32(truncatingIfNeeded: start)
        lengthAndKind = UInt32(truncatingIfNeeded: end &- start) << 4 | kind.rawValue
    }

    /// The first byte of the value (of a string: after its quote).
    @inline(__always)
    package var start: Int { Int(first) }

    /// How many bytes the value takes (a string: without its quotes).
    @inline(__always)
    package var length: Int { Int(lengthAndKind >> 4) }

    /// The byte after the value (of a string: its closing quote).
    @inline(__always)
    package var end: Int { start &+ length }

    /// What kind of value it is.
    @inline(__always)
    package var kind: Kind { Kind(rawValue: lengthAndKind & 15) ?? .absent }

    /// Whether there is a value that is not null.
    @inline(__always)
    var hasValue: Bool { lengthAndKind & 15 > Kind.null.rawValue }

    @inline(__always)
    package func `is`(_ kind: Kind) -> Bool { lengthAndKind & 15 == kind.rawValue }

    static let absent = JSONSlot(start: 0, end: 0, kind: .absent)
}
