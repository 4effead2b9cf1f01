/// What an outbox and a transport call one stored event between them: ids come from callers and may repeat, the outbox's
/// numbers do not.
public struct RelayMark: Sendable, Hashable, CustomStringConvertible {
    /// The event's id.
    public let event: EventID
    /// The outbox's number of it, never used again; `nil` where it was remembered before there were numbers.
    public let number: Int64?

    /// Marks an event.
    public init(event: EventID, number: Int64?) {
        self.event = event
        self.number = number
    }

    /// Reads ``description``; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        guard let event = EventID(String(parts[0])) else { return nil }
        guard parts.count == 2 else {
            self.init(event: event, number: nil)
            return
        }
        guard let number = Int64(parts[1]) else { return nil }
        self.init(event: event, number: number)
    }

    /// `ID#NUMBER`, or the id alone.
    public var description: String { number.map { "\(event)#\($0)" } ?? "\(event)" }
}
