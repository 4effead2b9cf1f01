import EventCatalogue
import Foundation

/// The date of the calendar by which sunsets and ignores are judged.
enum Today {
    /// The date in UTC.
    ///
    /// - Throws: ``CommandFailure`` where the machine's clock is beyond the years that have four digits.
    static func date() throws -> CalendarDate {
        guard let date = CalendarDate(text) else {
            throw CommandFailure(.failure, "the date of this machine's clock, \(text), cannot be read")
        }
        return date
    }

    /// `YYYY-MM-DD`.
    private static var text: String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "UTC") ?? calendar.timeZone
        let date = calendar.dateComponents([.year, .month, .day], from: Date())
        return [(date.year, 4), (date.month, 2), (date.day, 2)].map { number, width in
            let digits = String(number ?? 0)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }.joined(separator: "-")
    }
}
