import YAMLReader

/// What a wire makes is among its keys.
enum WireKeyDeclared: CheckedRule {
    static let id: RuleID = "WIRE_KEY_DECLARED"
    static let summary = "Where a wire lists its `keys`, each constant and derived key is one of them."
    static let failing: RuleExample = """
        wires:
          legacy: { keys: [order_id], constants: { status: new } }
        """
    static let passing: RuleExample = """
        wires:
          legacy: { keys: [order_id, status], constants: { status: new } }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for wire in context.catalogue.wires {
            guard let list = wire.keys?.map(\.name) else { continue }
            let keys = Set(list)
            let made =
                wire.constants.map { Reference(name: $0.key, location: $0.location) }
                + wire.derived.map { Reference(name: $0.key, location: $0.location) }
            for key in made where !keys.contains(key.name) {
                let meant = Suggestion.phrase(for: key.name, among: list)
                report(at: key.location, "`\(key.name)` is not among the wire's `keys`\(meant)")
            }
        }
    }
}
