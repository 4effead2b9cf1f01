/// How large what a bridge takes in hand may be, in bytes.
struct BridgeLimits: Sendable, Hashable {
    /// The largest entry of the log: an event's attributes and payload together.
    let entry: Int
    /// The largest message that is read: 8 MiB, or twice the largest entry where that is more. A message is larger than the
    /// event in it by what is passed over, and by the escapes of a dead letter around it.
    let message: Int
    /// The largest message that is put into a dead letter; a letter may be eight times as large, and a larger message
    /// becomes a dead letter as it is.
    let letter = Self.batch
    /// After how many bytes no more messages are taken.
    let batch = Self.batch

    private static let batch = 8 * 1_048_576

    /// The limits of a bus whose entries have at most so many bytes.
    init(entry: Int) {
        self.entry = entry
        message = max(Self.batch, 2 * entry)
    }
}
