import EventCatalogue

/// Describes values in JSON Schema 2020-12, with nothing that draft-07 reads otherwise.
struct SchemaBuilder {
    let view: SchemaView
    /// What comes before a type's name in a reference, e.g. `#/$defs/`.
    let references: String
    private let types: [String: TypeDefinition]

    init(_ catalogue: Catalogue, view: SchemaView, references: String) {
        self.view = view
        self.references = references
        types = Dictionary(catalogue.types.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    // MARK: Objects

    /// An object of fields.
    /// - Parameter discriminator: the key and the constant that tell a union's case from the others.
    func object(_ fields: [FieldDefinition], discriminator: (key: String, name: String)? = nil) -> DocumentObject {
        var schema = DocumentObject()
        schema.set("type", text: "object")
        var properties = DocumentObject()
        var required: [String] = []
        if let discriminator {
            properties.set(discriminator.key, .object([.init("const", .string(discriminator.name))]))
            required.append(discriminator.key)
        }
        for field in fields {
            properties.set(field.name, property(field))
            if mustStand(field) { required.append(field.name) }
        }
        schema.set("properties", properties.value)
        schema.set("required", texts: required)
        if view == .writer { schema.set("additionalProperties", .bool(false)) }
        return schema
    }

    private func property(_ field: FieldDefinition) -> CatalogueValue {
        var schema = value(field.value, allowsNull: allowsNull(field))
        schema.set("default", field.defaultValue)
        if let deprecation = field.deprecation { Self.deprecate(&schema, deprecation) }
        return finished(schema)
    }

    /// Whether the key must stand in the object.
    private func mustStand(_ field: FieldDefinition) -> Bool {
        guard field.presence == .required, field.defaultValue == nil else { return false }
        return view == .writer || field.isNullable || !isConstant(field.type)
    }

    /// Whether the field may be null; a reader takes null for absent wherever absent will do.
    private func allowsNull(_ field: FieldDefinition) -> Bool {
        field.isNullable || (view == .reader && !mustStand(field))
    }

    private func isConstant(_ type: FieldType) -> Bool {
        guard case .constant = resolved(type) else { return false }
        return true
    }

    /// What a type stands for once names are followed.
    func resolved(_ type: FieldType) -> FieldType? {
        var current = type
        for _ in 0...types.count {
            guard case .named(let name) = current else { return current }
            guard let next = types[name] else { return nil }
            current = next.value.type
        }
        return nil
    }

    // MARK: Values

    /// A named type, as others refer to it.
    func definition(of type: TypeDefinition) -> CatalogueValue {
        var schema = value(type.value, allowsNull: false)
        if let deprecation = type.deprecation { Self.deprecate(&schema, deprecation) }
        return finished(schema)
    }

    /// A value with its constraints and its meaning.
    private func value(_ definition: ValueDefinition, allowsNull: Bool) -> DocumentObject {
        var schema = kind(definition.type, allowsNull: allowsNull)
        if view == .writer { ConstraintSchema.add(definition.constraints, of: resolved(definition.type), to: &schema) }
        schema.set("description", text: definition.description)
        if !definition.examples.isEmpty { schema.set("examples", .array(definition.examples)) }
        schema.set("x-unit", text: definition.unit)
        schema.set("x-sensitivity", text: definition.sensitivity?.rawValue)
        schema.set("x-log", text: definition.log?.rawValue)
        return schema
    }

    /// The finished schema: beside `$ref` draft-07 reads nothing else, so a reference with company is wrapped.
    private func finished(_ schema: DocumentObject) -> CatalogueValue {
        guard schema.members.count > 1, let reference = schema.members.first, reference.name == "$ref" else {
            return schema.value
        }
        var wrapped = DocumentObject()
        wrapped.set("allOf", .array([.object([reference])]))
        for member in schema.members.dropFirst() { wrapped.set(member.name, member.value) }
        return wrapped.value
    }

    private func kind(_ type: FieldType, allowsNull: Bool) -> DocumentObject {
        var schema = DocumentObject()
        switch type {
        case .named(let name):
            let reference = CatalogueValue.Member("$ref", .string(references + name))
            if allowsNull {
                schema.set("anyOf", .array([.object([reference]), .object([.init("type", .string("null"))])]))
            } else {
                schema.set("$ref", reference.value)
            }
        case .object(let fields):
            schema = object(fields)
            setType("object", allowsNull, &schema)
        case .array(let item):
            setType("array", allowsNull, &schema)
            schema.set("items", finished(value(item, allowsNull: false)))
        case .map(let entry):
            setType("object", allowsNull, &schema)
            schema.set("additionalProperties", finished(value(entry, allowsNull: false)))
        case .enumeration(let definition): enumeration(definition, allowsNull, &schema)
        case .union(let union):
            var cases = union.cases.map { unionCase in
                var schema = object(unionCase.fields, discriminator: (union.discriminator, unionCase.name))
                schema.set("title", text: unionCase.name)
                schema.set("description", text: unionCase.description)
                return schema.value
            }
            if allowsNull { cases.append(.object([.init("type", .string("null"))])) }
            schema.set("oneOf", .array(cases))
        case .constant(let constant):
            if allowsNull {
                schema.set("enum", .array([constant.value, .null]))
            } else {
                schema.set("const", constant.value)
            }
        default: scalar(type, allowsNull, &schema)
        }
        return schema
    }

    private func setType(_ name: String, _ allowsNull: Bool, _ schema: inout DocumentObject) {
        schema.set("type", allowsNull ? .array([.string(name), .string("null")]) : .string(name))
    }

    private func enumeration(_ definition: EnumDefinition, _ allowsNull: Bool, _ schema: inout DocumentObject) {
        setType("string", allowsNull, &schema)
        let names = definition.values.map { CatalogueValue.string($0.name) }
        if definition.isOpen {
            // Any other text is a value that a later version may have added.
            schema.set("x-open-enum", .array(names))
        } else {
            schema.set("enum", .array(allowsNull ? names + [.null] : names))
        }
        var descriptions = DocumentObject()
        for value in definition.values { descriptions.set(value.name, text: value.description) }
        schema.set("x-enum-descriptions", object: descriptions)
        schema.set("x-enum-deprecated", texts: definition.values.filter { $0.deprecation != nil }.map(\.name))
    }

    // MARK: Scalars

    private func scalar(_ type: FieldType, _ allowsNull: Bool, _ schema: inout DocumentObject) {
        switch type {
        case .bool: setType("boolean", allowsNull, &schema)
        case .int32: integer(Int32.min, Int32.max, allowsNull, &schema)
        case .int64: integer(Int64.min, Int64.max, allowsNull, &schema)
        case .uint64: integer(UInt64.min, UInt64.max, allowsNull, &schema)
        case .double: setType("number", allowsNull, &schema)
        case .json: break
        default: text(type, allowsNull, &schema)
        }
    }

    private func integer<Number: FixedWidthInteger>(
        _ least: Number, _ most: Number, _ allowsNull: Bool, _ schema: inout DocumentObject
    ) {
        setType("integer", allowsNull, &schema)
        schema.set("minimum", .number("\(least)"))
        schema.set("maximum", .number("\(most)"))
    }

    private func text(_ type: FieldType, _ allowsNull: Bool, _ schema: inout DocumentObject) {
        setType("string", allowsNull, &schema)
        switch type {
        case .timestamp where view == .reader:
            schema.set("x-type", text: type.word)
            schema.set("pattern", text: TextPattern.readableTimestamp)
        case .timestamp: form("date-time", TextPattern.timestamp, &schema)
        case .bytes:
            schema.set("contentEncoding", text: "base64")
            schema.set("pattern", text: TextPattern.base64)
        case .uint256, .decimal, .uuid, .uri, .date, .duration:
            schema.set("x-type", text: type.word)
            // Readers take these texts as they come.
            guard view == .writer else { return }
            switch type {
            case .uint256: schema.set("pattern", text: TextPattern.uint256)
            case .decimal: schema.set("pattern", text: TextPattern.decimal)
            case .uuid: form("uuid", TextPattern.uuid, &schema)
            case .uri: form("uri", TextPattern.uri, &schema)
            case .date: form("date", TextPattern.date, &schema)
            default: form("duration", TextPattern.duration, &schema)
            }
        default: break
        }
    }

    private func form(_ format: String, _ pattern: String, _ schema: inout DocumentObject) {
        schema.set("format", text: format)
        schema.set("pattern", text: pattern)
    }

    // MARK: Meaning

    static func deprecate(_ schema: inout DocumentObject, _ deprecation: Deprecation) {
        schema.set("deprecated", .bool(true))
        schema.set("x-deprecation", object: particulars(deprecation))
    }

    static func particulars(_ deprecation: Deprecation) -> DocumentObject {
        var object = DocumentObject()
        object.set("since", text: deprecation.since)
        object.set("sunset", text: deprecation.sunset)
        object.set("replaced_by", text: deprecation.replacedBy)
        object.set("reason", text: deprecation.reason)
        return object
    }
}
