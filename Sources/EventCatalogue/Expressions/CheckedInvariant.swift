/// An invariant of an event whose rule is understood.
package struct CheckedInvariant: Sendable, Hashable {
    package let definition: InvariantDefinition
    package let expression: InvariantExpression

    /// What is said of a payload that breaks it; never the payload's values.
    package var message: String {
        let purpose = definition.description.map { " \($0)" } ?? ""
        return "the invariant `\(definition.name)` does not hold:\(purpose) (\(definition.rule))"
    }

    /// Reads a rule over the fields of an event of the catalogue.
    ///
    /// - Throws: ``ExpressionError`` for the first thing that is wrong.
    package static func expression(
        _ rule: String, of event: EventDefinition, in catalogue: Catalogue
    ) throws(ExpressionError) -> InvariantExpression {
        try ExpressionChecker.expression(rule, of: event, types: TypeTable(catalogue.types))
    }

    /// Whether a payload in its wire form keeps the rule; `nil` where that is unknown, which passes.
    package func holds(for payload: CatalogueValue) -> Bool? {
        ExpressionEvaluator.truth(of: expression, in: payload)
    }
}

extension InvariantDefinition {
    /// The invariant as exports show it: `name`, `rule` and, where there is one, `description`.
    package var exported: CatalogueValue {
        var members = [CatalogueValue.Member("name", .string(name)), CatalogueValue.Member("rule", .string(rule))]
        if let description { members.append(CatalogueValue.Member("description", .string(description))) }
        return .object(members)
    }
}
