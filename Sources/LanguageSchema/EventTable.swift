import EventCatalogue

/// What the runtimes must know of streams and events.
struct EventTable {
    let streams: CatalogueValue
    let events: CatalogueValue

    /// - Parameter records: The names of the events' records.
    init(_ catalogue: Catalogue, records: [String: String]) {
        streams = .object(
            catalogue.streams.map { stream in
                CatalogueValue.Member(
                    stream.name,
                    .object([
                        CatalogueValue.Member("partitions", .number("\(stream.partitions)")),
                        CatalogueValue.Member("attempts", .number("\(stream.delivery.attempts)")),
                    ]))
            })
        events = .object(
            catalogue.events.map { event in
                CatalogueValue.Member(
                    event.name, Self.description(event, of: catalogue, record: records[event.name] ?? event.name))
            })
    }

    private static func description(
        _ event: EventDefinition, of catalogue: Catalogue, record: String
    ) -> CatalogueValue {
        var members = [
            CatalogueValue.Member("record", .string(record)),
            CatalogueValue.Member("aliases", .array(event.aliases.map { .string($0.name) })),
            CatalogueValue.Member("version", .string("\(event.version)")),
            CatalogueValue.Member(
                "cloudevents_type", .string("\(catalogue.id).\(event.name).v\(event.version.major)")),
            CatalogueValue.Member("stream", .string(event.stream.name)),
            CatalogueValue.Member("aggregate_type", .string(event.aggregate?.type ?? event.name)),
            CatalogueValue.Member("aggregate_id", event.aggregate.map { template($0.id) } ?? .array([])),
            CatalogueValue.Member("history", .bool(event.aggregate?.keepsHistory ?? false)),
        ]
        if let key = event.idempotencyKey {
            members.append(CatalogueValue.Member("idempotency_key", template(key.template)))
        }
        let window = event.idempotencyKey?.window ?? IdempotencyKeyDefinition.defaultWindow
        members.append(CatalogueValue.Member("window_ms", .number("\(milliseconds(window))")))
        members.append(CatalogueValue.Member("routes", .array(event.routes.map { route($0, catalogue) })))
        if !event.upcasts.isEmpty {
            members.append(CatalogueValue.Member("upcasts", .array(event.upcasts.map(upcast))))
        }
        return .object(members)
    }

    private static func milliseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }

    private static func template(_ template: Template) -> CatalogueValue {
        .array(
            template.segments.map { segment in
                switch segment {
                case .literal(let text): .object([CatalogueValue.Member("text", .string(text))])
                case .field(let name): .object([CatalogueValue.Member("field", .string(name))])
                }
            })
    }

    private static func route(_ route: RouteDefinition, _ catalogue: Catalogue) -> CatalogueValue {
        var members = [
            CatalogueValue.Member("kind", .string(route.kind.rawValue)),
            CatalogueValue.Member("name", .string(route.name)), CatalogueValue.Member("wire", .string(route.wire.name)),
        ]
        if let wire = catalogue.wire(named: route.wire.name) {
            members.append(CatalogueValue.Member("envelope", .string(wire.envelope.rawValue)))
        }
        if route.kind == .list {
            members.append(CatalogueValue.Member("processing", .string(route.queueNames[1])))
            members.append(CatalogueValue.Member("dead", .string(route.queueNames[2])))
            members.append(
                CatalogueValue.Member("visibility_ms", .number("\(milliseconds(route.queueVisibility))")))
        }
        return .object(members)
    }

    private static func upcast(_ upcast: UpcastDefinition) -> CatalogueValue {
        .object([
            CatalogueValue.Member("major", .number("\(upcast.major)")),
            CatalogueValue.Member("steps", .array(upcast.steps.map { step($0.change) })),
        ])
    }

    /// `{step, field, …}`; values are texts of JSON.
    private static func step(_ change: UpcastChange) -> CatalogueValue {
        var members = [CatalogueValue.Member("step", .string(change.word))]
        switch change {
        case .rename(let old, let new):
            members += [CatalogueValue.Member("field", .string(old)), CatalogueValue.Member("to", .string(new))]
        case .setDefault(let field, let value), .constant(let field, let value):
            members += [
                CatalogueValue.Member("field", .string(field)), CatalogueValue.Member("value", .string(value.json)),
            ]
        case .drop(let field): members.append(CatalogueValue.Member("field", .string(field)))
        case .mapEnum(let field, let values, let otherwise):
            members += [
                CatalogueValue.Member("field", .string(field)), CatalogueValue.Member("values", .object(values)),
            ]
            if let otherwise { members.append(CatalogueValue.Member("otherwise", .string(otherwise))) }
        case .split(let field, let template), .merge(let field, let template):
            members += [
                CatalogueValue.Member("field", .string(field)),
                CatalogueValue.Member("template", Self.template(template)),
            ]
        }
        return .object(members)
    }
}
