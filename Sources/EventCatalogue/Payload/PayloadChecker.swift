/// Holds payloads to what their event declares, as a closed writer: what is not declared is refused.
///
/// A field with a default may be left out: readers fill it in. Lengths of texts are counted in Unicode scalars.
/// Invariants are looked at once everything else is right.
package struct PayloadChecker: Sendable {
    private let types: TypeTable
    private let patterns: PatternTable
    private let invariants: InvariantTable

    /// Prepares the checks of a catalogue: its patterns and rules are compiled once.
    package init(_ catalogue: Catalogue) {
        let types = TypeTable(catalogue.types)
        self.init(
            types: types, patterns: PatternTable(catalogue), invariants: InvariantTable(catalogue, types: types))
    }

    init(types: TypeTable, patterns: PatternTable, invariants: InvariantTable) {
        self.types = types
        self.patterns = patterns
        self.invariants = invariants
    }

    /// Everything that is wrong with a payload; empty where it may be published.
    package func violations(of payload: CatalogueValue, in event: EventDefinition) -> [PayloadViolation] {
        var check = PayloadCheck(types: types, patterns: patterns)
        guard case .object(let members) = payload else {
            check.report(.type, PayloadPath(), "a payload must be an object")
            return check.violations
        }
        check.object(members, event.fields, PayloadPath(), owner: "the event `\(event.name)`")
        guard check.violations.isEmpty else { return check.violations }
        for invariant in invariants[event.name] where invariant.holds(for: payload) == false {
            check.report(.invariant, PayloadPath(), invariant.message)
        }
        return check.violations
    }

    /// The rules over several fields of an event, in its order.
    package func invariants(of event: EventDefinition) -> [CheckedInvariant] { invariants[event.name] }

    /// Everything that is wrong with one value.
    package func violations(of value: CatalogueValue, as definition: ValueDefinition) -> [PayloadViolation] {
        var check = PayloadCheck(types: types, patterns: patterns)
        check.value(value, definition, PayloadPath())
        return check.violations
    }

    /// Everything that is wrong with one field's value, null included.
    package func violations(of value: CatalogueValue, as field: FieldDefinition) -> [PayloadViolation] {
        if value == .null, field.isNullable { return [] }
        return violations(of: value, as: field.value)
    }
}
