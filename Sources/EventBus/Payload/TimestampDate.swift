public import Foundation

extension Timestamp {
    /// The moment of a `Date`, to the nearest microsecond; beyond the years 0000 to 9999 the nearest one that can be written.
    public init(_ date: Date) {
        let microseconds = (date.timeIntervalSince1970 * 1_000_000).rounded()
        self.init(microseconds: Int64(exactly: microseconds) ?? (microseconds < 0 ? .min : .max))
    }

    /// The moment as a `Date`.
    public var date: Date { Date(timeIntervalSince1970: Double(microseconds) / 1_000_000) }
}
