import EventCatalogue
import YAMLReader

/// An object of the catalogue as a struct: an event, a nested object, a union's case.
struct StructRenderer {
    /// The key and the constant that tell a union's case from the others.
    struct Discriminator {
        let name: String
        let value: String
    }

    let name: String
    let conformance: String
    let documentation: [String]
    let discriminator: Discriminator?
    /// Members that only an event has.
    var extraMembers: (_ fields: [FieldPlan]) -> [String] = { _ in [] }
    /// Statements after all fields are written.
    var extraChecks: [String] = []
    let names: CatalogueNames
    private(set) var planner: TypePlanner
    private(set) var fields: [FieldPlan] = []
    private(set) var problems: [GenerationProblem] = []

    init(
        name: String, conformance: String, documentation: [String], discriminator: Discriminator? = nil,
        fields: [FieldDefinition], names: CatalogueNames
    ) {
        self.name = name
        self.conformance = conformance
        self.documentation = documentation
        self.discriminator = discriminator
        self.names = names
        planner = TypePlanner(names: names)
        var scope = NameScope(taken: SwiftName.takenMembers)
        let recursion = Recursion(names)
        for field in fields {
            let value = planner.plan(field.value, hint: field.name)
            let property = scope.unique(SwiftName.member(field.name, taken: SwiftName.takenMembers))
            let isRecursive = recursion.canHold(field.type, name)
            if isRecursive || field.deprecation != nil { _ = scope.unique(property + "Storage") }
            self.fields.append(plan(field, value, property, isRecursive))
        }
        problems += planner.problems
    }

    /// A struct that is no event.
    static func nested(
        _ name: String, _ fields: [FieldDefinition], documentation: [String], discriminator: Discriminator? = nil,
        names: CatalogueNames
    ) -> Rendering {
        StructRenderer(
            name: name, conformance: "PayloadValue", documentation: documentation, discriminator: discriminator,
            fields: fields, names: names
        ).rendering
    }

    static func deprecated(_ message: String) -> String {
        message.isEmpty
            ? "@available(*, deprecated)" : "@available(*, deprecated, message: \(SwiftText.literal(message)))"
    }

    private mutating func plan(
        _ field: FieldDefinition, _ value: ValuePlan, _ property: String, _ isRecursive: Bool
    ) -> FieldPlan {
        var defaultValue: String?
        if value.constant == nil, let wanted = field.defaultValue, wanted != .null {
            defaultValue = DefaultText.expression(wanted, field.type, value, names)
            if defaultValue == nil {
                problems.append(
                    GenerationProblem(
                        location: field.location,
                        message: "a default of type \(field.type.word) has no form in generated code; leave it out"))
            }
        }
        let absence: FieldPlan.Absence
        switch (field.presence, field.isNullable) {
        case (.required, false): absence = .never
        case (.required, true): absence = field.defaultValue == nil ? .null : .nullOrMissing
        case (.optional, true):
            absence = names.writesNull || defaultValue != nil ? .nullOrMissing : .missing
        case (.optional, false): absence = defaultValue == nil ? .missing : .never
        }
        let unit = field.value.unit.map { "Unit: \($0)." }
        var isJSON = false
        if case .json = names.resolved(field.type) { isJSON = true }
        return FieldPlan(
            wireName: field.name, property: property, value: value, absence: absence, defaultValue: defaultValue,
            documentation: SwiftText.documentation([field.value.description, unit]),
            deprecation: value.constant == nil ? field.deprecation?.message : nil, isRecursive: isRecursive,
            isJSON: isJSON)
    }

    // MARK: Text

    var rendering: Rendering {
        let stored = fields.filter { $0.value.constant == nil }
        var body: [String] = []
        for field in fields { body += property(field) }
        if names.keepsUnknownFields {
            body.append("/// Fields that another version of the writer added.")
            body.append("public private(set) var unknownFields = JSONObject()")
        }
        body += extraMembers(fields)
        for patterns in planner.patterns { body.append(patterns) }
        body.append("private static let payloadFields = FieldNames(\(SwiftText.literal(wireNames)))")
        body += initializer(stored)
        body += writing
        body += reading
        for nested in planner.nested { body += nested }
        return Rendering(
            lines: documentation + ["public struct \(name): \(conformance) {"] + SwiftText.indented(body) + ["}"],
            problems: problems)
    }

    private var wireNames: String {
        ((discriminator.map { [$0.name] } ?? []) + fields.map(\.wireName)).joined(separator: " ")
    }

    private func property(_ field: FieldPlan) -> [String] {
        let name = SwiftName.quoted(field.property)
        if let constant = field.value.constant {
            return field.documentation + ["public var \(name): \(field.value.type) { \(constant) }"]
        }
        let initial = field.defaultValue.map { " = \($0)" } ?? ""
        guard field.isComputed else {
            return field.documentation + ["public var \(name): \(field.swiftType)\(initial)"]
        }
        let storedType = field.isRecursive ? "[\(field.value.type)] = []" : "\(field.swiftType)\(initial)"
        let attribute = field.deprecation.map { [Self.deprecated($0)] } ?? []
        return field.documentation + attribute + [
            "public var \(name): \(field.swiftType) { get { \(field.stored) } set { \(field.store("newValue")) } }",
            "private var \(SwiftName.quoted(field.storage)): \(storedType)",
        ]
    }

    private func initializer(_ stored: [FieldPlan]) -> [String] {
        guard !stored.isEmpty else { return ["public init() {}"] }
        let parameters = stored.map { field in
            let fallback = field.defaultValue ?? (field.isOptional ? "nil" : nil)
            return "\(SwiftName.quoted(field.property)): \(field.swiftType)" + (fallback.map { " = \($0)" } ?? "")
        }
        let assignments = stored.map { $0.store(SwiftName.quoted($0.property)) }
        return SwiftText.list("public init(", parameters, ") {", indent: 4)
            + SwiftText.packed(assignments, separator: ";", indent: 8).map { "    " + $0 } + ["}"]
    }

    private func key(_ name: String) -> String { SwiftText.literal(",\"\(name)\":") }

    private var writing: [String] {
        var lines = ["public func writePayload(to json: inout JSONWriter) throws(InvalidPayload) {"]
        lines.append("    let start = json.beginObject()")
        if let discriminator {
            lines.append(
                "    json.key(\(key(discriminator.name))); json.string(\(SwiftText.literal(discriminator.value)))")
        }
        for field in fields {
            let key = "json.key(\(key(field.wireName)))"
            if field.value.constant != nil {
                lines.append("    \(key); \(field.value.write(""))")
            } else if !field.isOptional {
                lines.append("    \(key); \(field.value.write(field.stored))")
            } else {
                let otherwise = field.absence == .missing ? "" : " else { \(key); json.null() }"
                lines.append("    if let value = \(field.stored) { \(key); \(field.value.write("value")) }\(otherwise)")
            }
        }
        lines += SwiftText.indented(extraChecks)
        lines.append("    json.endObject(start\(names.keepsUnknownFields ? ", self.unknownFields" : ""))")
        return lines + ["}"]
    }

    private var reading: [String] {
        var lines = ["public init(payload json: inout JSONReader) throws(InvalidPayload) {"]
        lines.append("    try json.open(Self.payloadFields)")
        let offset = discriminator == nil ? 0 : 1
        for (index, field) in fields.enumerated() {
            let number = index + offset
            let take = field.value.constant == nil ? field.storeRead : field.value.read
            switch field.absence {
            case .never where field.defaultValue == nil && field.isJSON:
                // Null is a value of it too.
                lines.append("    if try json.requireNullable(\(number)) { \(take) } else { \(field.store(".null")) }")
            case .never where field.defaultValue == nil && field.value.constant == nil:
                lines.append("    try json.require(\(number)); \(take)")
            case .null:
                lines.append("    if try json.requireNullable(\(number)) { \(take) }")
            case .nullOrMissing where field.defaultValue != nil:
                lines.append("    if json.has(\(number)) { \(take) } else if json.isNull { \(field.store("nil")) }")
            case .never, .nullOrMissing, .missing:
                lines.append("    if json.has(\(number)) { \(take) }")
            }
        }
        lines.append(names.keepsUnknownFields ? "    self.unknownFields = json.close()" : "    _ = json.close()")
        return lines + ["}"]
    }
}
