package import YAMLReader

/// A log that a set of events shares.
package struct StreamDefinition: Sendable, Hashable {
    package var name: String
    package var description: String?
    /// How many partitions the log has; at least 1.
    package var partitions: Int
    package var retention: RetentionDefinition
    package var durability: DurabilityDefinition
    package var delivery: DeliveryDefinition
    package var groups: [GroupDefinition]
    package var location: SourceLocation
}

/// How long entries are kept; `nil` is without bound.
package struct RetentionDefinition: Sendable, Hashable {
    package var maxAge: Duration?
    package var maxEntries: Int?
}

/// How durable an append is meant to be.
package enum DurabilityDefinition: Sendable, Hashable {
    case memory
    case fsyncEverySecond
    case fsyncAlways
    /// Acknowledged by so many replicas.
    case replicas(Int)
    /// A managed server that does not say.
    case attested
}

/// How a failed delivery is tried again.
package struct DeliveryDefinition: Sendable, Hashable {
    /// How often a handler is run in all; at least 1.
    package var attempts = 4
    package var backoffBase: Duration = .seconds(1)
    /// At least 1.
    package var backoffFactor: Double = 2
    package var backoffMax: Duration = .seconds(30)
    package var ackTimeout: Duration = .seconds(60)
    package var afterDeadLetter = AfterDeadLetter.continue

    /// What becomes of later events of the aggregate of a dead letter.
    package enum AfterDeadLetter: String, Sendable, Hashable, CaseIterable {
        case `continue`
        case holdAggregate = "hold_aggregate"
    }
}

/// A consumer group of a stream.
package struct GroupDefinition: Sendable, Hashable {
    package var name: String
    /// The service that reads as this group.
    package var service: Reference?
    package var description: String?
    /// Whether retention waits for it.
    package var isRequired = true
    /// How old what it has yet to acknowledge may get: beyond it an optional group is waited for no longer, and of a
    /// required one somebody is told.
    package var maxLag: Duration?
    package var order = Order.aggregate
    package var location: SourceLocation

    /// In which order the group is given events.
    package enum Order: String, Sendable, Hashable, CaseIterable {
        /// One active consumer per partition; the events of an aggregate one after another.
        case aggregate
        /// Any consumer takes anything.
        case none
    }
}
