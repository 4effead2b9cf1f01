/// A moment to the microsecond: RFC 3339 on the wire, microseconds since 1970 (UTC, without leap seconds) in memory.
public struct Timestamp: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Microseconds since 1970-01-01T00:00:00Z; negative before.
    public let microseconds: Int64

    /// The first and the last moment that RFC 3339 can write: the years 0000 to 9999.
    private static let writable = Int64(-62_167_219_200_000_000)...253_402_300_799_999_999

    /// A moment by its distance from 1970; what RFC 3339 cannot write is moved to the nearest moment that it can.
    public init(microseconds: Int64) {
        self.microseconds = min(max(microseconds, Self.writable.lowerBound), Self.writable.upperBound)
    }

    /// Reads RFC 3339: a date, `T`, `t` or a space, a time with 0 to 9 fraction digits, and `Z`, an offset or nothing.
    ///
    /// Without an offset the time is UTC, as deployed Python writers mean it. Digits below the microsecond are dropped;
    /// second 60 is the first of the next minute. `nil` for anything else.
    public init?(_ text: String) {
        var text = text
        let parsed = text.withUTF8 { Self.parse(UnsafeRawBufferPointer($0)) }
        guard let parsed else { return nil }
        microseconds = parsed
    }

    /// Reads the same from bytes.
    package init?(utf8 text: UnsafeRawBufferPointer) {
        guard let parsed = Self.parse(text) else { return nil }
        microseconds = parsed
    }

    /// `2026-11-21T09:12:33.507397Z`: always six fraction digits and `Z`.
    public var description: String {
        String(unsafeUninitializedCapacity: Self.maximumLength) {
            write(to: UnsafeMutableRawPointer($0.baseAddress.unsafelyUnwrapped))
        }
    }

    /// The order of time.
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.microseconds < right.microseconds }

    /// How many bytes ``write(to:)`` writes.
    package static let maximumLength = 27

    /// Writes the 27 bytes of the description; returns 27.
    @discardableResult
    package func write(to room: UnsafeMutableRawPointer) -> Int {
        let microsecondsPerDay: Int64 = 86_400_000_000
        var days = microseconds / microsecondsPerDay
        var rest = microseconds % microsecondsPerDay
        if rest < 0 {
            days -= 1
            rest += microsecondsPerDay
        }
        let date = CivilDate(daysSince1970: Int(days))
        let seconds = UInt32(truncatingIfNeeded: rest / 1_000_000)
        let fraction = UInt32(truncatingIfNeeded: rest % 1_000_000)
        Self.put(UInt32(truncatingIfNeeded: date.year), 4, room, 0)
        room.storeBytes(of: UInt8(ascii: "-"), toByteOffset: 4, as: UInt8.self)
        Self.put(UInt32(truncatingIfNeeded: date.month), 2, room, 5)
        room.storeBytes(of: UInt8(ascii: "-"), toByteOffset: 7, as: UInt8.self)
        Self.put(UInt32(truncatingIfNeeded: date.day), 2, room, 8)
        room.storeBytes(of: UInt8(ascii: "T"), toByteOffset: 10, as: UInt8.self)
        Self.put(seconds / 3600, 2, room, 11)
        room.storeBytes(of: UInt8(ascii: ":"), toByteOffset: 13, as: UInt8.self)
        Self.put(seconds / 60 % 60, 2, room, 14)
        room.storeBytes(of: UInt8(ascii: ":"), toByteOffset: 16, as: UInt8.self)
        Self.put(seconds % 60, 2, room, 17)
        room.storeBytes(of: UInt8(ascii: "."), toByteOffset: 19, as: UInt8.self)
        Self.put(fraction, 6, room, 20)
        room.storeBytes(of: UInt8(ascii: "Z"), toByteOffset: 26, as: UInt8.self)
        return Self.maximumLength
    }

    @inline(__always)
    private static func put(_ value: UInt32, _ digits: Int, _ room: UnsafeMutableRawPointer, _ start: Int) {
        var rest = value
        var at = start + digits
        while at > start {
            at -= 1
            room.storeBytes(
                of: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10), toByteOffset: at, as: UInt8.self)
            rest /= 10
        }
    }

    private static func parse(_ text: UnsafeRawBufferPointer) -> Int64? {
        guard text.count >= 19, text.count <= 35 else { return nil }
        let separator = text[10]
        guard text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"), text[13] == UInt8(ascii: ":"),
            text[16] == UInt8(ascii: ":"),
            separator == UInt8(ascii: "T") || separator == UInt8(ascii: "t") || separator == UInt8(ascii: " "),
            let year = number(text, 0, 4), let month = number(text, 5, 2), let day = number(text, 8, 2),
            let hour = number(text, 11, 2), let minute = number(text, 14, 2), let second = number(text, 17, 2),
            hour < 24, minute < 60, second <= 60,
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        var at = 19
        var fraction = 0
        if at < text.count, text[at] == UInt8(ascii: ".") {
            at += 1
            let start = at
            var scale = 100_000
            while at < text.count, text[at] &- 0x30 < 10 {
                fraction += Int(text[at] &- 0x30) * scale
                scale /= 10
                at += 1
            }
            guard at > start, at - start <= 9 else { return nil }
        }
        guard let offset = offsetMinutes(text, at) else { return nil }
        let seconds = ((date.daysSince1970 * 24 + hour) * 60 + minute - offset) * 60 + second
        let microseconds = Int64(seconds) * 1_000_000 + Int64(fraction)
        return writable.contains(microseconds) ? microseconds : nil
    }

    /// Minutes east of UTC that the end of the text says.
    private static func offsetMinutes(_ text: UnsafeRawBufferPointer, _ at: Int) -> Int? {
        guard at < text.count else { return 0 }
        let sign = text[at]
        if sign == UInt8(ascii: "Z") || sign == UInt8(ascii: "z") { return at + 1 == text.count ? 0 : nil }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), at + 6 == text.count,
            text[at + 3] == UInt8(ascii: ":"), let hours = number(text, at + 1, 2),
            let minutes = number(text, at + 4, 2),
            hours < 24, minutes < 60
        else { return nil }
        return (hours * 60 + minutes) * (sign == UInt8(ascii: "-") ? -1 : 1)
    }

    @inline(__always)
    private static func number(_ text: UnsafeRawBufferPointer, _ start: Int, _ digits: Int) -> Int? {
        var value = 0
        for at in start..<start + digits {
            let digit = text[at] &- 0x30
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }
}

extension Timestamp: Codable {
    /// Reads the wire's text.
    ///
    /// - Throws: `DecodingError` where it is no RFC 3339 timestamp.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Timestamp(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not an RFC 3339 timestamp: \(text)")
        }
        self = value
    }

    /// Writes the wire's text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
