/// A day of the Gregorian calendar.
package struct CalendarDate: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// `YYYY-MM-DD`; dates of four-digit years are ordered as their texts are.
    package let description: String

    /// Reads `YYYY-MM-DD`; `nil` for any other text and for days that no calendar has.
    package init?(_ text: String) {
        guard TextFormat.isDate(text) else { return nil }
        description = text
    }

    package static func < (left: Self, right: Self) -> Bool { left.description < right.description }
}
