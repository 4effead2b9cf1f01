import Foundation

/// The date of the calendar by which sunsets and ignores are judged.
enum Today {
    /// `YYYY-MM-DD` in UTC.
    static var text: String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "UTC") ?? calendar.timeZone
        let date = calendar.dateComponents([.year, .month, .day], from: Date())
        return [(date.year, 4), (date.month, 2), (date.day, 2)].map { number, width in
            let digits = String(number ?? 0)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }.joined(separator: "-")
    }
}
