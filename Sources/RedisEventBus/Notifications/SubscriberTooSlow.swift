/// A subscriber that asked to be ended when it falls behind fell behind.
public struct SubscriberTooSlow: Error, Sendable, Hashable, CustomStringConvertible {
    /// The partition.
    public let partition: Int
    /// How many entries it was behind.
    public let behind: Int
    /// How many it may be behind.
    public let limit: Int
    /// Where it stands: nothing up to here was missed, and a subscription from here goes on.
    public let cursor: Cursor

    /// The failure in words.
    public var description: String {
        "this subscriber is \(behind) entries behind in partition \(partition), and may be \(limit); go on from \(cursor)"
    }
}
