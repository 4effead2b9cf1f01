import EventCatalogue

/// Describes the payload that a declared wire writes of an event: exactly its keys.
struct DeclaredWireSchema {
    let wire: WireDefinition
    let members: [WireMember]
    /// Under which key the event's own payload is described.
    let payloadKey: String

    var value: CatalogueValue {
        var properties = DocumentObject()
        for member in members { if let schema = schema(of: member) { properties.set(member.key, schema) } }
        var schema = DocumentObject()
        schema.set("type", text: "object")
        schema.set("description", text: wire.description)
        schema.set("x-wire", text: wire.name)
        schema.set("properties", properties.value)
        schema.set("required", texts: members.filter { mustStand($0) }.map(\.key))
        schema.set("additionalProperties", .bool(false))
        return schema.value
    }

    /// How the wire writes moments; `nil` where it is RFC 3339, as everywhere.
    var timestamp: CatalogueValue? {
        guard wire.timestamps == .pythonNaive else { return nil }
        let digits = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}"
        return .object([
            .init("type", .string("string")), .init("pattern", .string("^\(digits)$")),
            .init("description", .string("UTC, without a suffix.")),
        ])
    }

    /// `nil` for a key that never stands.
    private func schema(of member: WireMember) -> CatalogueValue? {
        switch member {
        case .constant(_, let value): return .object([.init("const", value)])
        case .nothing: return wire.absent == .null ? Self.null : nil
        case .field(let field, let isTimestamp): return nullable(schema(of: field, isTimestamp), mayMiss(field))
        case .derived(_, let pieces):
            let isTime = pieces.count == 1 && pieces.first == .attribute(.time, .kept)
            if isTime, let timestamp { return timestamp }
            // A template of one place takes over the value, whatever it is.
            guard pieces.count != 1 || pieces.first.isText else { return .object([]) }
            return nullable(.object([.init("type", .string("string"))]), !pieces.allSatisfy(\.alwaysHasValue))
        }
    }

    private func schema(of field: FieldDefinition, _ isTimestamp: Bool) -> CatalogueValue {
        if isTimestamp, let timestamp { return timestamp }
        return AsyncAPIKey.reference("components", "schemas", payloadKey, "properties", field.name)
    }

    private func mayMiss(_ field: FieldDefinition) -> Bool { field.presence == .optional || field.isNullable }

    private func nullable(_ schema: CatalogueValue, _ mayMiss: Bool) -> CatalogueValue {
        guard mayMiss, wire.absent == .null else { return schema }
        return .object([.init("anyOf", .array([schema, Self.null]))])
    }

    private func mustStand(_ member: WireMember) -> Bool {
        if wire.absent == .null { return true }
        return switch member {
        case .constant: true
        case .nothing: false
        case .field(let field, _): !mayMiss(field)
        case .derived(_, let pieces): pieces.allSatisfy(\.alwaysHasValue)
        }
    }

    private static let null = CatalogueValue.object([.init("type", .string("null"))])
}

extension WireTemplatePiece {
    /// Text and attributes; whether a field has a value the template does not say.
    fileprivate var alwaysHasValue: Bool {
        switch self {
        case .text, .attribute: true
        case .field: false
        }
    }
}

extension WireTemplatePiece? {
    /// Whether it makes a text, whatever the event.
    fileprivate var isText: Bool {
        switch self {
        case .text, .attribute: true
        case .field, nil: false
        }
    }
}
