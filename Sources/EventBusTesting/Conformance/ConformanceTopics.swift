public import EventBus

/// A stream of the conformance suite, and its one event type.
public protocol ConformanceTopic: Sendable {
    /// The event's declaration, and with it the stream's.
    static var declaration: EventDeclaration { get }
}

/// The catalogue of the conformance suite.
public enum ConformanceCatalogue {
    /// Every event: what a transport has to know.
    public static let declarations: [EventDeclaration] = topics.map { $0.declaration }

    static let topics: [any ConformanceTopic.Type] = [
        PlainTopic.self, SpreadTopic.self, PatientTopic.self, HoldingTopic.self, KeptTopic.self,
    ]

    /// The one group of each stream whose consumers compete.
    static let competing = "competing"

    static func declaration(
        _ name: String, partitions: Int = 1, delivery: DeliveryPolicy, history: AggregateDeclaration.History = .none,
        idempotencyWindow: Duration? = nil, routes: [RouteDeclaration] = []
    ) -> EventDeclaration {
        EventDeclaration(
            catalogue: "org.example.conformance", type: "\(name)_happened", version: "1.0.0",
            stream: StreamDeclaration(
                name: "conformance_\(name)", partitions: partitions, delivery: delivery,
                groups: [GroupDeclaration(name: competing, order: .none)]),
            aggregate: AggregateDeclaration(type: name, history: history), idempotencyWindow: idempotencyWindow,
            routes: routes)
    }

    static let delivery = DeliveryPolicy(
        attempts: 3, backoff: RetryBackoff(base: .milliseconds(20), factor: 2, max: .milliseconds(200)),
        ackTimeout: .seconds(1))
}

/// One partition, three attempts, a list and a channel.
public enum PlainTopic: ConformanceTopic {
    static let list = "conformance:list"
    static let channel = "conformance:channel"
    /// The declaration.
    public static let declaration = ConformanceCatalogue.declaration(
        "plain", delivery: ConformanceCatalogue.delivery,
        routes: [
            RouteDeclaration(.list(list), wire: .payload), RouteDeclaration(.channel(channel), wire: .cloudEvents),
        ])
}

/// Four partitions.
public enum SpreadTopic: ConformanceTopic {
    /// The declaration.
    public static let declaration = ConformanceCatalogue.declaration(
        "spread", partitions: 4, delivery: ConformanceCatalogue.delivery)
}

/// A thousand attempts, with pauses long enough to be measured.
public enum PatientTopic: ConformanceTopic {
    /// The declaration.
    public static let declaration = ConformanceCatalogue.declaration(
        "patient",
        delivery: DeliveryPolicy(
            attempts: 1_000,
            backoff: RetryBackoff(base: .milliseconds(200), factor: 2, max: .milliseconds(400)),
            ackTimeout: .seconds(1)))
}

/// Holds an aggregate behind its dead letter; two attempts.
public enum HoldingTopic: ConformanceTopic {
    /// The declaration.
    public static let declaration = ConformanceCatalogue.declaration(
        "holding",
        delivery: DeliveryPolicy(
            attempts: 2, backoff: ConformanceCatalogue.delivery.backoff, ackTimeout: .seconds(1),
            afterDeadLetter: .holdAggregate))
}

/// With histories and idempotency keys.
public enum KeptTopic: ConformanceTopic {
    /// The declaration.
    public static let declaration = ConformanceCatalogue.declaration(
        "kept", delivery: ConformanceCatalogue.delivery, history: .kept, idempotencyWindow: .seconds(600))
}
