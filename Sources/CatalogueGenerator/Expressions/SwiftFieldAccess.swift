import EventCatalogue
import YAMLReader

/// How generated code reaches the fields that a rule names, from the event or from an item of an array.
struct SwiftFieldAccess {
    /// What the paths begin at: `self` or `$0`.
    private let root: String
    private let value: ValueDefinition?
    private let fields: [FieldPlan]
    private let names: CatalogueNames
    /// The place of the rule.
    private let location: SourceLocation

    /// An expression that reads a property.
    struct Property {
        let text: String
        /// Whether its value may be `nil`.
        var isOptional: Bool
        /// Whether its last step may be `nil`, so that members are reached by `?.`.
        var endsOptional: Bool

        /// A member of the value.
        func member(_ name: String) -> String { text + (endsOptional ? "?." : ".") + name }
    }

    /// Reaches from an event.
    init(fields: [FieldPlan], names: CatalogueNames, location: SourceLocation) {
        self.init(root: "self", value: nil, fields: fields, names: names, location: location)
    }

    private init(
        root: String, value: ValueDefinition?, fields: [FieldPlan], names: CatalogueNames, location: SourceLocation
    ) {
        self.root = root
        self.value = value
        self.fields = fields
        self.names = names
        self.location = location
    }

    /// The value that a path leads to.
    func piece(_ path: ExpressionPath) throws(GenerationProblem) -> Property {
        var property = Property(text: root, isOptional: false, endsOptional: false)
        var fields = fields
        for (index, step) in path.steps.enumerated() {
            guard let field = fields.first(where: { $0.wireName == step.field.name }) else {
                throw GenerationProblem(
                    location: location, message: "generated code has no property for `\(step.field.name)`")
            }
            let isConstant = field.value.constant != nil
            if index == 0, root == "self", !isConstant {
                property = Property(text: field.stored, isOptional: field.isOptional, endsOptional: field.isOptional)
            } else {
                if field.deprecation != nil {
                    throw GenerationProblem(
                        location: location,
                        message: "the rule reads `\(step.field.name)`, which is deprecated, inside an object, where "
                            + "generated code would warn; take it out of the rule")
                }
                let mayBeNil = field.isOptional && !isConstant
                property = Property(
                    text: property.member(SwiftName.quoted(field.property)),
                    isOptional: property.isOptional || mayBeNil, endsOptional: mayBeNil)
            }
            fields = plans(of: step.field.type)
        }
        return property
    }

    /// Whether a path leads to a value.
    func presence(_ path: ExpressionPath) throws(GenerationProblem) -> SwiftExpression.Piece {
        var path = path
        while path.steps.last?.constant != nil { path.steps.removeLast() }
        let property = try piece(path)
        return .certain(property.isOptional ? "(\(property.text) != nil)" : "Invariant.literal(true)")
    }

    /// Reaches from an item of the array that a path leads to.
    func item(of path: ExpressionPath) throws(GenerationProblem) -> SwiftFieldAccess {
        let array = path.steps.last.map { names.resolved($0.field.type) } ?? value.flatMap { names.resolved($0.type) }
        guard case .array(let item) = array else {
            throw GenerationProblem(location: location, message: "the rule adds up what is no array")
        }
        return SwiftFieldAccess(
            root: "$0", value: item, fields: plans(of: item.type), names: names, location: location)
    }

    /// The properties of an object's struct; none for other types.
    private func plans(of type: FieldType) -> [FieldPlan] {
        // The struct has the name of the last type before the object, or one of its own, which no type of the catalogue has.
        var swiftName = ""
        var type = type
        for _ in 0...names.types.count {
            guard case .named(let name) = type, let definition = names.types[name] else { break }
            swiftName = names.swiftTypes[name] ?? name
            type = definition.value.type
        }
        guard case .object(let fields) = type else { return [] }
        return StructRenderer(
            name: swiftName, conformance: "PayloadValue", documentation: [], fields: fields, names: names
        ).fields
    }
}
