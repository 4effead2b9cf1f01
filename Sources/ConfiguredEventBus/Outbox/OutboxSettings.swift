public import EventOutbox

/// Where events are kept while Redis is away, and how many.
public struct OutboxSettings: Sendable, Hashable {
    /// The path of the SQLite file.
    public let path: String
    /// How much it may keep.
    public let limits: OutboxLimits

    /// Names an outbox.
    public init(path: String, limits: OutboxLimits = OutboxLimits()) {
        self.path = path
        self.limits = limits
    }

    /// Reads the settings; the limits are checked even where there is no outbox.
    ///
    /// - Parameter eventBytes: The largest event that is published.
    static func decide(_ decoder: inout SettingsDecoder, eventBytes: Int) -> OutboxSettings? {
        let limits = OutboxLimits(
            events: decoder.integer(.outboxMaximumEvents, in: 1...1_000_000_000),
            bytes: decoder.integer(.outboxMaximumBytes, in: 1...1_000_000_000_000),
            eventBytes: eventBytes)
        return decoder.text(.outboxPath).map { OutboxSettings(path: $0, limits: limits) }
    }
}
