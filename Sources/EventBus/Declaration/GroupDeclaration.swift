/// A consumer group of a stream, as the catalogue declares it.
public struct GroupDeclaration: Sendable, Hashable {
    /// The group's name.
    public let name: String
    /// Whether trimming waits for this group.
    public let required: Bool
    /// What the group's consumers keep in order.
    public let order: DeliveryOrder

    /// Declares a group.
    public init(name: String, required: Bool = true, order: DeliveryOrder = .aggregate) {
        self.name = name
        self.required = required
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
