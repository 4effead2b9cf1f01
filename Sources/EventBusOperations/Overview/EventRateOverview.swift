/// How often one type of event is published.
package struct EventRateOverview: Sendable, Hashable {
    /// The event's name in the catalogue.
    package var type: String
    /// Its stream.
    package var stream: String
    /// How many there were since this process began to count.
    package var total: Int
    /// How many there were in each of the last seconds that are over, the newest last.
    package var recent: [Int]

    /// Over how many seconds ``perSecond`` is the mean.
    private static let window = 10

    /// Describes a type.
    package init(type: String, stream: String, total: Int, recent: [Int]) {
        self.type = type
        self.stream = stream
        self.total = total
        self.recent = recent
    }

    /// The mean rate of the last ten seconds, in events a second.
    package var perSecond: Double {
        let last = recent.suffix(Self.window)
        return last.isEmpty ? 0 : Double(last.reduce(0, +)) / Double(last.count)
    }
}
