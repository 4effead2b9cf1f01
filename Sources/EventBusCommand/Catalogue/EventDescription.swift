import EventBus
import EventCatalogue

/// One event of the catalogue in full, for people and for programs.
struct EventDescription {
    private let event: EventDefinition
    private let catalogue: Catalogue

    /// Describes an event of a catalogue.
    init(_ event: EventDefinition, _ catalogue: Catalogue) {
        self.event = event
        self.catalogue = catalogue
    }

    /// The description for people.
    var lines: [String] {
        var lines = ["\(event.name) \(event.version)"]
        if let summary = event.summary { lines.append("  " + summary) }
        lines.append("  declared at \(event.location)")
        lines.append("  stream \(event.stream.name)" + (aggregate.map { ", aggregate \($0)" } ?? ""))
        if let key = event.idempotencyKey { lines.append("  idempotency key \(key.template.text)") }
        lines.append("  producers: " + names(event.producers))
        for consumer in event.consumers {
            lines.append("  consumer \(consumer.service.name) reads " + names(consumer.reads))
        }
        for route in event.routes { lines.append("  \(route.kind.rawValue) \(route.name) (\(route.wire.name))") }
        lines.append("  fields:")
        let rows = event.fields.map { field in
            ["    " + field.name, field.type.word, presence(field), field.value.description ?? ""]
        }
        return lines + TextTable.lines(rows)
    }

    /// The description for programs.
    var json: JSONValue {
        var object: JSONObject = [
            "event": .string(event.name), "version": .string("\(event.version)"),
            "summary": event.summary.map { .string($0) } ?? .null, "declared_at": .string("\(event.location)"),
            "stream": .string(event.stream.name), "aliases": strings(event.aliases),
            "producers": strings(event.producers),
        ]
        object["aggregate"] = aggregate.map { .string($0) }
        object["consumers"] = .array(
            event.consumers.map { ["service": .string($0.service.name), "reads": strings($0.reads)] })
        object["routes"] = .array(
            event.routes.map { route in
                ["kind": .string(route.kind.rawValue), "name": .string(route.name), "wire": .string(route.wire.name)]
            })
        object["fields"] = .array(
            event.fields.map { field in
                [
                    "name": .string(field.name), "type": .string(field.type.word),
                    "presence": .string(field.presence.rawValue), "nullable": .bool(field.isNullable),
                    "description": field.value.description.map { .string($0) } ?? .null,
                ]
            })
        return .object(object)
    }

    private var aggregate: String? { event.aggregate.map { "\($0.type) \($0.id.text)" } }

    private func presence(_ field: FieldDefinition) -> String {
        let presence = field.defaultValue.map { "default \($0.json)" } ?? field.presence.rawValue
        return presence + (field.isNullable ? ", nullable" : "")
    }

    private func names(_ references: [Reference]) -> String {
        references.isEmpty ? "–" : references.map(\.name).joined(separator: ", ")
    }

    private func strings(_ references: [Reference]) -> JSONValue { .array(references.map { .string($0.name) }) }
}
