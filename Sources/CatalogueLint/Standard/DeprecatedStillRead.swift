import EventCatalogue

/// Consumers leave what goes.
enum DeprecatedStillRead: StandardRule {
    static let id: RuleID = "DEPRECATED_STILL_READ"
    static let summary = "No consumer reads a deprecated field; what replaces it is there to be read."
    static let failing: RuleExample = """
        fields:
          note: { type: string, max_length: 99, presence: optional, deprecated: { sunset: 2028-01-01 } }
        consumers: [{ service: ledger, reads: [order_id, note] }]
        """
    static let passing: RuleExample = """
        fields:
          note: { type: string, max_length: 99, presence: optional, deprecated: { sunset: 2028-01-01 } }
        consumers: [{ service: ledger, reads: [order_id] }]
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for event in context.catalogue.events {
            for consumer in event.consumers {
                for read in consumer.reads {
                    guard
                        let field = context.fields(along: read.name, of: event).first(where: { $0.deprecation != nil })
                    else { continue }
                    let instead = field.deprecation?.replacedBy.map { "; it should read `\($0)`" } ?? ""
                    report(
                        at: read.location,
                        "`\(consumer.service.name)` still reads `\(read.name)`, which is deprecated\(instead)")
                }
            }
        }
    }
}

extension RuleContext {
    /// The fields that a dotted path leads through; those of arrays, maps and unions below included.
    func fields(along path: String, of event: EventDefinition) -> [FieldDefinition] {
        if let field = event.field(named: path) { return [field] }
        var found: [FieldDefinition] = []
        var scope = event.fields
        for step in path.split(separator: ".").map(String.init) {
            guard let field = scope.first(where: { $0.name == step }) else { continue }
            found.append(field)
            scope = innerFields(of: field.type)
        }
        return found
    }

    private func innerFields(of type: FieldType) -> [FieldDefinition] {
        switch resolved(type) {
        case .object(let fields): fields
        case .union(let union): union.cases.flatMap(\.fields)
        case .array(let inner), .map(let inner): innerFields(of: inner.type)
        default: []
        }
    }
}
