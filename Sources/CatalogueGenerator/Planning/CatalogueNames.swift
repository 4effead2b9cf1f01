import EventCatalogue

/// The Swift names of everything at the top level of the generated module.
struct CatalogueNames {
    /// Named types by their name in the catalogue.
    let types: [String: TypeDefinition]
    /// Swift types by the name of the catalogue's type.
    let swiftTypes: [String: String]
    /// Swift types by the name of the event.
    let swiftEvents: [String: String]
    /// Static members of `StringRule` by the name of the type that they are the rule of.
    private let rules: [String: String]
    /// Static members of `StreamDeclaration` by the name of the stream.
    let streams: [String: String]
    /// Static members of `EventDeclaration` by the name of the event.
    let declarations: [String: String]
    /// Every type at the top level.
    let topLevel: Set<String>
    /// Whether readers keep the fields that they do not know.
    let keepsUnknownFields: Bool
    /// Whether an absent field that may be null is written as null.
    let writesNull: Bool

    init(_ catalogue: Catalogue) {
        var scope = NameScope()
        var swiftTypes: [String: String] = [:]
        for type in catalogue.types {
            swiftTypes[type.name] = scope.unique(SwiftName.type(type.name, taken: SwiftName.takenTypes))
        }
        var swiftEvents: [String: String] = [:]
        for event in catalogue.events {
            let name = SwiftName.type(event.name, taken: SwiftName.takenTypes, suffix: "Event")
            swiftEvents[event.name] = scope.unique(name)
        }
        self.swiftTypes = swiftTypes
        self.swiftEvents = swiftEvents
        types = Dictionary(catalogue.types.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        topLevel = Set(swiftTypes.values).union(swiftEvents.values)
        rules = Self.members(
            catalogue.types.filter { RuleOfType($0.value) != nil }.map(\.name), suffix: "Type",
            taken: ["minLength", "maxLength", "pattern", "format", "bounds"])
        streams = Self.members(
            catalogue.streams.map(\.name), suffix: "Stream",
            taken: [
                "name", "partitions", "partition", "durability", "delivery", "groups", "retention", "hash", "hashValue",
            ])
        declarations = Self.members(
            catalogue.events.map(\.name), suffix: "Event",
            taken: [
                "aggregate", "aliases", "catalogue", "cloudEventsType", "hiddenFields", "idempotencyWindow", "routes",
                "stream", "type", "upcasts", "version",
            ])
        keepsUnknownFields = catalogue.defaults.unknownFields == .preserve
        writesNull = catalogue.defaults.absent == .null
    }

    /// Static members by name; `taken` are the instance members that a static one of the same name would hide.
    private static func members(_ names: [String], suffix: String, taken: Set<String>) -> [String: String] {
        var scope = NameScope(taken: taken)
        var members: [String: String] = [:]
        for name in names {
            members[name] = SwiftName.quoted(scope.unique(SwiftName.member(name, taken: taken, suffix: suffix)))
        }
        return members
    }

    /// The rule of a named string type, as `.tokenSymbol`; `nil` where it has none.
    func rule(of type: TypeDefinition) -> String? { rules[type.name].map { "." + $0 } }

    /// What a type is once its names are followed.
    func resolved(_ type: FieldType) -> FieldType? {
        var type = type
        var steps = 0
        while case .named(let name) = type {
            guard let next = types[name], steps <= types.count else { return nil }
            type = next.value.type
            steps += 1
        }
        return type
    }

    /// A type and the types that it is another name of, in their order.
    func chain(of definition: TypeDefinition) -> [TypeDefinition] {
        var chain = [definition]
        while case .named(let name) = chain[chain.count - 1].value.type, let next = types[name],
            chain.count <= types.count
        {
            chain.append(next)
        }
        return chain
    }
}

/// The rule of a named type whose values are strings.
struct RuleOfType {
    let constraints: Constraints
    let format: String?

    init?(_ value: ValueDefinition) {
        switch value.type {
        case .string: format = nil
        case .uri: format = "uri"
        case .uuid: format = "uuid"
        case .date: format = "date"
        case .duration: format = "duration"
        case .uint256: format = "uint256"
        case .decimal: format = "decimal"
        default: return nil
        }
        if format == nil, value.constraints.isEmpty { return nil }
        constraints = value.constraints
    }

    var expression: String {
        RuleText.string(
            constraints, format: format, pattern: constraints.pattern.flatMap { PatternText.expression($0) })
            ?? "StringRule()"
    }
}
