/// A moment to the microsecond, as generated code keeps it.
enum Instant {
    /// The first and the last moment that RFC 3339 can write: the years 0000 to 9999.
    private static let writable = Int64(-62_167_219_200_000_000)...253_402_300_799_999_999

    /// Microseconds since 1970 (UTC) of an RFC 3339 text; digits below the microsecond are dropped. `nil` for other texts.
    static func microseconds(_ text: String) -> Int64? {
        guard TextFormat.isTimestamp(text) else { return nil }
        let bytes = Array(text.utf8)
        let year = number(bytes[0..<4])
        let month = number(bytes[5..<7])
        let clock = (number(bytes[11..<13]) * 60 + number(bytes[14..<16])) * 60 + number(bytes[17..<19])
        var rest = bytes[19...]
        var fraction: Int64 = 0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { $0 &- 0x30 < 10 }
            fraction = number((digits + [UInt8](repeating: 0x30, count: 6)).prefix(6))
            rest = rest.dropFirst(1 + digits.count)
        }
        var offset: Int64 = 0
        if rest.count == 6 {
            offset = number(rest.dropFirst().prefix(2)) * 60 + number(rest.suffix(2))
            if rest.first == UInt8(ascii: "-") { offset = -offset }
        }
        let days = days(year: year, month: month, day: number(bytes[8..<10]))
        let microseconds = (days * 86_400 + clock - offset * 60) * 1_000_000 + fraction
        return writable.contains(microseconds) ? microseconds : nil
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64 {
        digits.reduce(0) { $0 * 10 + Int64($1 &- 0x30) }
    }

    /// Days since 1 January 1970. Years are counted from 1 March, which puts the leap day last.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        // 400 years later, so that nothing is negative; 400 years have 146,097 days.
        let shiftedYear = (month > 2 ? year : year - 1) + 400
        let shiftedMonth = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * shiftedMonth + 2) / 5 + day - 1
        return shiftedYear * 365 + shiftedYear / 4 - shiftedYear / 100 + shiftedYear / 400 + dayOfYear - 719_468
            - 146_097
    }
}
