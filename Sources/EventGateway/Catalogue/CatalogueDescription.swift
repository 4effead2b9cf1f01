import EventBus
import EventCatalogue

/// The catalogue for programs: its events with their fields, routes and consumers.
struct CatalogueDescription: Sendable {
    private let catalogue: Catalogue

    init(_ catalogue: Catalogue) {
        self.catalogue = catalogue
    }

    /// The whole description.
    var json: JSONValue {
        [
            "id": .string(catalogue.id), "title": Self.text(catalogue.title),
            "streams": .array(
                catalogue.streams.map { stream in
                    ["name": .string(stream.name), "partitions": .number(JSONNumber(stream.partitions))]
                }),
            "events": .array(catalogue.events.map { json(of: $0) }),
        ]
    }

    private func json(of event: EventDefinition) -> JSONValue {
        [
            "type": .string(event.name), "version": .string("\(event.version)"),
            "cloudevents_type": .string("\(catalogue.id).\(event.name).v\(event.version.major)"),
            "status": .string(event.status.rawValue), "summary": Self.text(event.summary),
            "description": Self.text(event.description), "owner": Self.text(event.owner?.name),
            "aliases": Self.names(event.aliases), "stream": .string(event.stream.name),
            "aggregate": event.aggregate.map { aggregate in
                [
                    "type": .string(aggregate.type), "id": .string(aggregate.id.text),
                    "history": .bool(aggregate.keepsHistory),
                ]
            } ?? .null,
            "idempotency_key": event.idempotencyKey.map { key in
                [
                    "template": .string(key.template.text),
                    "window_seconds": .number(JSONNumber(key.window.components.seconds)),
                ]
            } ?? .null,
            "producers": Self.names(event.producers),
            "consumers": .array(
                event.consumers.map { ["service": .string($0.service.name), "reads": Self.names($0.reads)] }),
            "routes": .array(
                event.routes.map { route in
                    [
                        "kind": .string(route.kind.rawValue), "name": .string(route.name),
                        "wire": .string(route.wire.name),
                    ]
                }),
            "schema": .string("/schemas/\(event.name)"),
            "fields": .array(event.fields.map { Self.json(of: $0) }),
        ]
    }

    private static func json(of field: FieldDefinition) -> JSONValue {
        let standard = field.defaultValue.flatMap { try? JSONValue(parsing: Array($0.json.utf8)) }
        var object: JSONObject = [
            "name": .string(field.name), "type": .string(field.type.word), "presence": .string(field.presence.rawValue),
            "nullable": .bool(field.isNullable), "description": text(field.value.description),
        ]
        object["default"] = standard
        object["unit"] = field.value.unit.map { .string($0) }
        return .object(object)
    }

    private static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    private static func names(_ references: [Reference]) -> JSONValue {
        .array(references.map { .string($0.name) })
    }
}
