import EventBus
import Foundation
import TestSupport
import Testing

@Suite("timestamps")
struct TimestampTests {
    @Test(
        "every form of RFC 3339 and the naive form of Python are read to the microsecond",
        arguments: [
            ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000000Z"),
            ("2026-11-21T09:12:33.507397", "2026-11-21T09:12:33.507397Z"),
            ("2026-11-21T09:12:33", "2026-11-21T09:12:33.000000Z"),
            ("2026-11-21 09:12:33z", "2026-11-21T09:12:33.000000Z"),
            ("2026-11-21t09:12:33.5Z", "2026-11-21T09:12:33.500000Z"),
            ("2026-11-21T09:12:33.123456789Z", "2026-11-21T09:12:33.123456Z"),
            ("2026-11-21T09:12:33+00:00", "2026-11-21T09:12:33.000000Z"),
            ("2026-11-21T09:12:33+05:30", "2026-11-21T03:42:33.000000Z"),
            ("2026-01-01T00:30:00-01:00", "2026-01-01T01:30:00.000000Z"),
            ("2024-02-29T23:59:59.999999Z", "2024-02-29T23:59:59.999999Z"),
            ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000000Z"),
            ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
            ("0000-03-01T00:00:00Z", "0000-03-01T00:00:00.000000Z"),
            ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
            ("1900-02-28T12:00:00Z", "1900-02-28T12:00:00.000000Z"),
        ])
    func read(text: String, written: String) {
        #expect(Timestamp(text)?.description == written)
    }

    @Test(
        "anything else is refused",
        arguments: [
            "", "2026-11-21", "2026-11-21T09:12Z", "2026-11-21T09:12:33.Z", "2026-11-21T09:12:33.1234567890Z",
            "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
            "2026-04-31T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z",
            "2026-01-01T00:00:00+0100", "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00+01:60",
            "2026-01-01T00:00:00ZZ",
            "2026-01-01X00:00:00Z", "20260101T000000Z", "+2026-01-01T00:00:00Z", "2026-01-01T00:00:00 Z",
            "２026-01-01T00:00:00Z",
            "0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01",
        ])
    func refused(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test("random moments agree with Foundation's calendar and survive a round trip")
    func random() throws {
        var random = SeededGenerator("timestamps")
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: false)
        for _ in 0..<5000 {
            let seconds = Int64.random(in: -62_000_000_000...253_402_300_799, using: &random)
            let timestamp = Timestamp(microseconds: seconds * 1_000_000 + Int64.random(in: 0...999_999, using: &random))
            #expect(Timestamp(timestamp.description) == timestamp)
            // Foundation's calendar is Julian before 1582.
            guard seconds > -12_000_000_000 else { continue }
            let expected = Date(timeIntervalSince1970: Double(seconds)).formatted(style)
            #expect(timestamp.description.prefix(19) == expected.prefix(19))
        }
    }

    @Test("a date becomes the nearest microsecond and comes back")
    func dates() {
        let timestamp = Timestamp(microseconds: 1_795_252_353_507_397)
        #expect(Timestamp(timestamp.date) == timestamp)
        #expect(Timestamp(.distantFuture).description == "4001-01-01T00:00:00.000000Z")
        #expect(Timestamp(microseconds: .max).description == "9999-12-31T23:59:59.999999Z")
        #expect(Timestamp(microseconds: .min).description == "0000-01-01T00:00:00.000000Z")
    }
}
