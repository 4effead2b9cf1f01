import EventBus
import EventCatalogue

/// Turns the definitions of a catalogue into the declarations that generated code would hold.
struct DeclarationReader {
    private let catalogue: Catalogue
    private let streams: [String: StreamDeclaration]
    private let types: TypeTable

    /// Prepares the streams of a catalogue.
    init(_ catalogue: Catalogue) {
        self.catalogue = catalogue
        types = TypeTable(catalogue.types)
        streams = Dictionary(
            catalogue.streams.map { ($0.name, Self.stream($0)) }, uniquingKeysWith: { first, _ in first })
    }

    /// The declaration of an event of the catalogue.
    func declaration(of event: EventDefinition) -> EventDeclaration {
        EventDeclaration(
            catalogue: catalogue.id, type: event.name, aliases: event.aliases.map(\.name), version: "\(event.version)",
            stream: streams[event.stream.name] ?? StreamDeclaration(name: event.stream.name),
            aggregate: AggregateDeclaration(
                type: event.aggregate?.type ?? event.name,
                history: event.aggregate?.keepsHistory == true ? .kept : .none),
            idempotencyWindow: event.idempotencyKey?.window,
            routes: event.routes.compactMap { route($0, of: event) }, hiddenFields: types.hiddenFields(of: event.fields)
        )
    }

    private func route(_ route: RouteDefinition, of event: EventDefinition) -> RouteDeclaration? {
        guard let wire = wire(named: route.wire.name, for: event) else { return nil }
        let destination: RouteDeclaration.Destination =
            switch route.kind {
            case .list: .list(route.name)
            case .channel: .channel(route.name)
            }
        return RouteDeclaration(
            destination, wire: wire, visibility: route.visibility, processing: route.processing, dead: route.dead)
    }

    /// A wire by its name; a catalogue that was checked names none that there is not.
    private func wire(named name: String, for event: EventDefinition) -> Wire? {
        if let wire = Wire(named: name) { return wire }
        return catalogue.wire(named: name).map { .declared(DeclaredWire($0, of: event, in: catalogue)) }
    }

    private static func stream(_ stream: StreamDefinition) -> StreamDeclaration {
        let delivery = stream.delivery
        return StreamDeclaration(
            name: stream.name, partitions: stream.partitions, durability: durability(stream.durability),
            delivery: DeliveryPolicy(
                attempts: delivery.attempts,
                backoff: RetryBackoff(
                    base: delivery.backoffBase, factor: delivery.backoffFactor, max: delivery.backoffMax),
                ackTimeout: delivery.ackTimeout,
                afterDeadLetter: delivery.afterDeadLetter == .holdAggregate ? .holdAggregate : .continue),
            retention: RetentionDeclaration(
                maxAge: stream.retention.maxAge, maxEntries: stream.retention.maxEntries),
            groups: stream.groups.map { group in
                GroupDeclaration(
                    name: group.name, required: group.isRequired, maxLag: group.maxLag,
                    order: group.order == .none ? .none : .aggregate)
            })
    }

    private static func durability(_ durability: DurabilityDefinition) -> Durability {
        switch durability {
        case .memory: .memory
        case .fsyncEverySecond: .fsyncEverySecond
        case .fsyncAlways: .fsyncAlways
        case .replicas(let count): .replicas(count)
        case .attested: .attested
        }
    }
}
