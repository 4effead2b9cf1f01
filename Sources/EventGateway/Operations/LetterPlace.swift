import RedisEventBus

/// Where a page of dead letters ends: a letter of a stream.
struct LetterPlace: Sendable, Hashable, CustomStringConvertible {
    /// What the OpenAPI document says of one: no number is larger than can be read.
    static let pattern = "^[^/]+/[0-9]{1,9}/[0-9]{1,19}-[0-9]{1,19}$"

    let stream: String
    let id: DeadLetter.ID

    init(stream: String, id: DeadLetter.ID) {
        self.stream = stream
        self.id = id
    }

    /// Reads `stream/partition/milliseconds-sequence`; `nil` for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let id = DeadLetter.ID(String(parts[1])) else { return nil }
        self.init(stream: String(parts[0]), id: id)
    }

    var description: String { "\(stream)/\(id)" }
}
