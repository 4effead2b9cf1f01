/// The invariants of a catalogue's events, each rule read once.
package struct InvariantTable: Sendable {
    private var invariants: [String: [CheckedInvariant]] = [:]
    /// The rules that are refused, in the order of the catalogue.
    let errors: [Failure]

    /// A rule that is refused.
    struct Failure: Sendable {
        let invariant: InvariantDefinition
        let error: ExpressionError
    }

    /// Reads all rules of a catalogue; those that are refused are left out.
    package init(_ catalogue: Catalogue) { self.init(catalogue, types: TypeTable(catalogue.types)) }

    init(_ catalogue: Catalogue, types: TypeTable) {
        var errors: [Failure] = []
        for event in catalogue.events where !event.invariants.isEmpty && invariants[event.name] == nil {
            var checked: [CheckedInvariant] = []
            for invariant in event.invariants {
                do throws(ExpressionError) {
                    let expression = try ExpressionChecker.expression(invariant.rule, of: event, types: types)
                    checked.append(CheckedInvariant(definition: invariant, expression: expression))
                } catch {
                    errors.append(Failure(invariant: invariant, error: error))
                }
            }
            invariants[event.name] = checked
        }
        self.errors = errors
    }

    /// The invariants of the event of that name, in its order.
    package subscript(event: String) -> [CheckedInvariant] { invariants[event] ?? [] }
}
