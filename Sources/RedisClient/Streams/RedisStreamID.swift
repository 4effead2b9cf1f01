/// The id of an entry in a Redis stream: `milliseconds-sequence`, ordered as Redis orders it.
public struct RedisStreamID: Hashable, Comparable, Sendable, LosslessStringConvertible {
    /// The first part, by default the server's clock in milliseconds since 1970.
    public var milliseconds: UInt64
    /// The second part: which of the entries of that millisecond.
    public var sequence: UInt64

    /// `0-0`, before every entry.
    public static let zero = RedisStreamID(milliseconds: 0, sequence: 0)
    /// The greatest possible id.
    public static let maximum = RedisStreamID(milliseconds: .max, sequence: .max)

    /// Makes an id of its two parts.
    @inlinable
    public init(milliseconds: UInt64, sequence: UInt64) {
        self.milliseconds = milliseconds
        self.sequence = sequence
    }

    /// Reads `milliseconds-sequence`, or `milliseconds` alone as sequence 0; `nil` for anything else.
    public init?(bytes: UnsafeRawBufferPointer) {
        var parts: (UInt64, UInt64) = (0, 0)
        var digits = 0
        var isSecond = false
        for byte in bytes {
            let digit = byte &- UInt8(ascii: "0")
            if digit < 10 {
                let (product, tooLarge) = (isSecond ? parts.1 : parts.0).multipliedReportingOverflow(by: 10)
                let (sum, carries) = product.addingReportingOverflow(UInt64(digit))
                guard !tooLarge, !carries else { return nil }
                if isSecond { parts.1 = sum } else { parts.0 = sum }
                digits += 1
            } else {
                guard byte == UInt8(ascii: "-"), !isSecond, digits > 0 else { return nil }
                isSecond = true
                digits = 0
            }
        }
        guard digits > 0 else { return nil }
        self.init(milliseconds: parts.0, sequence: parts.1)
    }

    /// Reads `milliseconds-sequence`, or `milliseconds` alone as sequence 0; `nil` for anything else.
    public init?(_ description: String) {
        var description = description
        guard let id = description.withUTF8({ RedisStreamID(bytes: UnsafeRawBufferPointer($0)) }) else { return nil }
        self = id
    }

    /// `milliseconds-sequence`.
    public var description: String { "\(milliseconds)-\(sequence)" }

    /// The id right behind this one; `nil` behind ``maximum``.
    public var next: RedisStreamID? {
        guard sequence == .max else { return RedisStreamID(milliseconds: milliseconds, sequence: sequence + 1) }
        guard milliseconds < .max else { return nil }
        return RedisStreamID(milliseconds: milliseconds + 1, sequence: 0)
    }

    /// The order of the stream: by milliseconds, then by sequence.
    @inlinable
    public static func < (one: RedisStreamID, other: RedisStreamID) -> Bool {
        one.milliseconds == other.milliseconds
            ? one.sequence < other.sequence : one.milliseconds < other.milliseconds
    }
}
