import EventCatalogue

/// The constraints of a value in JSON Schema.
enum ConstraintSchema {
    /// Adds the constraints of a value that stands for `type`.
    static func add(_ constraints: Constraints, of type: FieldType?, to schema: inout DocumentObject) {
        guard !constraints.isEmpty else { return }
        switch type {
        case .int32, .int64, .uint64, .double: numbers(constraints, &schema)
        case .uint256, .decimal: digits(constraints, &schema)
        case .bytes: bytes(constraints, &schema)
        case .array:
            schema.set("minItems", number: constraints.minItems)
            schema.set("maxItems", number: constraints.maxItems)
            if constraints.uniqueItems { schema.set("uniqueItems", .bool(true)) }
        case .map:
            schema.set("minProperties", number: constraints.minItems)
            schema.set("maxProperties", number: constraints.maxItems)
            if let pattern = constraints.keyPattern {
                schema.set(
                    "propertyNames", .object([.init("pattern", .string(PortablePattern.text(pattern)))]))
            }
        default: text(constraints, &schema)
        }
    }

    private static func numbers(_ constraints: Constraints, _ schema: inout DocumentObject) {
        tighten("minimum", constraints.minimum, &schema)
        tighten("maximum", constraints.maximum, &schema)
        schema.set("exclusiveMinimum", constraints.exclusiveMinimum.map { .number($0) })
        schema.set("exclusiveMaximum", constraints.exclusiveMaximum.map { .number($0) })
        guard let step = constraints.multipleOf else { return }
        // Validators divide in binary, where 0.07 is no multiple of 0.01.
        let isWhole = ExactNumber("1").flatMap { one in ExactNumber(step)?.isMultiple(of: one) } ?? false
        schema.set(isWhole ? "multipleOf" : "x-multiple-of", .number(step))
    }

    /// A bound beside that of the type: both hold.
    private static func tighten(_ key: String, _ bound: String?, _ schema: inout DocumentObject) {
        guard let bound else { return }
        let value = CatalogueValue.number(bound)
        guard let present = schema.members.first(where: { $0.name == key })?.value, case .number(let own) = present,
            let wanted = Double(bound), let given = Double(own)
        else { return schema.set(key, value) }
        if key == "minimum" ? wanted >= given : wanted <= given { schema.set(key, value) }
    }

    /// Bounds of numbers that are texts; JSON Schema has no keyword for them.
    private static func digits(_ constraints: Constraints, _ schema: inout DocumentObject) {
        schema.set("x-minimum", text: constraints.minimum)
        schema.set("x-maximum", text: constraints.maximum)
        schema.set("x-exclusive-minimum", text: constraints.exclusiveMinimum)
        schema.set("x-exclusive-maximum", text: constraints.exclusiveMaximum)
    }

    private static func bytes(_ constraints: Constraints, _ schema: inout DocumentObject) {
        schema.set(
            "pattern", text: TextPattern.base64(atLeast: constraints.minLength, atMost: constraints.maxLength))
        schema.set("x-min-bytes", number: constraints.minLength)
        schema.set("x-max-bytes", number: constraints.maxLength)
    }

    private static func text(_ constraints: Constraints, _ schema: inout DocumentObject) {
        schema.set("minLength", number: constraints.minLength)
        schema.set("maxLength", number: constraints.maxLength)
        guard let pattern = constraints.pattern else { return }
        let own = CatalogueValue.string(PortablePattern.text(pattern))
        guard schema.members.contains(where: { $0.name == "pattern" }) else { return schema.set("pattern", own) }
        schema.set("allOf", .array([.object([.init("pattern", own)])]))
    }
}
