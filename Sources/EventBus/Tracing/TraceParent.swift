/// The position of one span in a distributed trace, as the W3C header `traceparent` writes it.
///
/// The format is that of W3C Trace Context, section 3.2: `00-<trace id>-<parent id>-<flags>`, lower-case hexadecimal. Reading
/// is strict, as the specification demands: what does not conform is no trace context at all, and the trace begins anew.
public struct TraceParent: Sendable, Hashable, CustomStringConvertible {
    /// Which trace: 16 bytes, not all zero.
    public let traceID: TraceID
    /// Which span of it: 8 bytes, not all zero.
    public let spanID: UInt64
    /// The flags: bit 0 says that the caller may have recorded the trace, bit 1 that the trace id is random.
    public let flags: UInt8

    /// The identity of a trace: 16 bytes.
    public struct TraceID: Sendable, Hashable, CustomStringConvertible {
        /// The first 8 bytes, big-endian.
        let high: UInt64
        /// The last 8 bytes, big-endian.
        let low: UInt64

        /// 32 lower-case hexadecimal digits.
        public var description: String { TraceParent.hexadecimal(high, 16) + TraceParent.hexadecimal(low, 16) }
    }

    init(traceID: TraceID, spanID: UInt64, flags: UInt8) {
        self.traceID = traceID
        self.spanID = spanID
        self.flags = flags
    }

    /// Reads a header's value; `nil` for anything that the specification calls invalid.
    ///
    /// Of a version that is not known yet, what version 00 has is read, and the flags are kept as far as version 00 has them;
    /// it is written as version 00 again.
    public init?(_ text: String) {
        var text = text
        let parsed: TraceParent? = text.withUTF8 { Self.parse($0) }
        guard let parsed else { return nil }
        self = parsed
    }

    /// The same trace, and another span of it.
    ///
    /// - Parameter spanID: The span; not zero.
    public func with(spanID: UInt64) -> TraceParent {
        precondition(spanID != 0, "the id of a span is not zero")
        return TraceParent(traceID: traceID, spanID: spanID, flags: flags)
    }

    /// Whether the caller may have recorded the trace.
    public var isSampled: Bool { flags & 1 == 1 }

    /// The header's value, of version 00: 55 characters.
    public var description: String {
        "00-\(traceID)-\(Self.hexadecimal(spanID, 16))-\(Self.hexadecimal(UInt64(flags), 2))"
    }

    private static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> TraceParent? {
        guard bytes.count >= 55, let version = number(bytes[0..<2]), version != 0xff else { return nil }
        guard version == 0 ? bytes.count == 55 : bytes.count == 55 || bytes[55] == UInt8(ascii: "-") else { return nil }
        guard [2, 35, 52].allSatisfy({ bytes[$0] == UInt8(ascii: "-") }) else { return nil }
        guard let high = number(bytes[3..<19]), let low = number(bytes[19..<35]), high | low != 0,
            let span = number(bytes[36..<52]), span != 0, let flags = number(bytes[53..<55])
        else { return nil }
        let known: UInt8 = version == 0 ? 0xff : 0b11
        return TraceParent(
            traceID: TraceID(high: high, low: low), spanID: span, flags: UInt8(truncatingIfNeeded: flags) & known)
    }

    /// The value of lower-case hexadecimal digits, 16 at most; `nil` where there is anything else.
    private static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64? {
        var value: UInt64 = 0
        for digit in digits {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt64(digit - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return value
    }

    private static func hexadecimal(_ value: UInt64, _ digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: digits - text.count) + text
    }
}
