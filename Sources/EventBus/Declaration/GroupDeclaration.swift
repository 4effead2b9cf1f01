/// A consumer group of a stream, as the catalogue declares it.
public struct GroupDeclaration: Sendable, Hashable {
    /// The group's name.
    public let name: String
    /// Whether trimming waits for this group.
    public let required: Bool
    /// How old what the group has yet to acknowledge may get. Beyond it trimming no longer waits for an optional group;
    /// for a required one it waits all the same, and says so. `nil`: trimming never waits for an optional group.
    public let maxLag: Duration?
    /// What the group's consumers keep in order.
    public let order: DeliveryOrder

    /// Declares a group.
    public init(
        name: String, required: Bool = true, maxLag: Duration? = nil, order: DeliveryOrder = .aggregate
    ) {
        self.name = name
        self.required = required
        self.maxLag = maxLag
        self.order = order
    }
}

/// What a consumer group keeps in order.
public enum DeliveryOrder: Sendable, Hashable {
    /// The events of one aggregate are handled one after another; different aggregates concurrently.
    case aggregate
    /// Competing consumers: anything at any time.
    case none
}
