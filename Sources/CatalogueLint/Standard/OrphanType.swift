import EventCatalogue

/// Every type is used.
enum OrphanType: StandardRule {
    static let id: RuleID = "ORPHAN_TYPE"
    static let summary = "A named type is used by an event, directly or through other types."
    static let failing: RuleExample = """
        types:
          Sku: { type: string, max_length: 32 }
        """
    static let passing: RuleExample = """
        types:
          Sku: { type: string, max_length: 32 }
        events:
          order_placed:
            version: 1.0.0
            stream: orders
            fields: { order_id: string, sku: Sku }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        var used: Set<String> = []
        var waiting: [String] = []
        for event in context.catalogue.events { for field in event.fields { waiting += names(in: field.value) } }
        let types = Dictionary(
            context.catalogue.types.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        while let name = waiting.popLast() {
            guard used.insert(name).inserted, let type = types[name] else { continue }
            waiting += names(in: type)
        }
        for type in context.catalogue.types where !used.contains(type.name) {
            report(at: type.location, "no event uses the type `\(type.name)`; take it out")
        }
    }

    /// The named types that a value names.
    private static func names(in value: ValueDefinition) -> [String] {
        switch value.type {
        case .named(let name): [name]
        case .object(let fields): fields.flatMap { names(in: $0.value) }
        case .union(let union): union.cases.flatMap(\.fields).flatMap { names(in: $0.value) }
        case .array(let inner), .map(let inner): names(in: inner)
        default: []
        }
    }
}
