import YAMLReader

/// A name means one thing.
enum NameUnique: CheckedRule {
    static let id: RuleID = "NAME_UNIQUE"
    static let summary = """
        A name is declared once in the whole catalogue, is not that of a built-in type or wire, and a service stands once \
        among the consumers of an event.
        """
    static let failing: RuleExample = """
        consumers:
          - { service: ledger, reads: [order_id] }
          - ledger
        """
    static let passing: RuleExample = """
        consumers:
          - { service: ledger, reads: [order_id] }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for set in context.names { check(set, report) }
        for type in context.catalogue.types where ValueParser.words.contains(type.name) {
            report(at: type.location, "`\(type.name)` is a type that every catalogue has; take another name")
        }
        for wire in context.catalogue.wires where BuiltInWire(rawValue: wire.name) != nil {
            report(at: wire.location, "`\(wire.name)` is a wire that every catalogue has; take another name")
        }
        for event in context.catalogue.events { checkConsumers(of: event, report) }
    }

    private static func check(_ set: NameSet, _ report: RuleReport) {
        var places: [String: SourceLocation] = [:]
        for name in set.names {
            if let first = places[name.name] {
                report(at: name.location, "the \(set.kind) `\(name.name)` is already declared at \(first)")
            } else {
                places[name.name] = name.location
            }
        }
    }

    private static func checkConsumers(of event: EventDefinition, _ report: RuleReport) {
        var services: Set<String> = []
        for consumer in event.consumers where !services.insert(consumer.service.name).inserted {
            report(
                at: consumer.service.location,
                "`\(consumer.service.name)` is already a consumer of this event; put what it reads together")
        }
    }
}
