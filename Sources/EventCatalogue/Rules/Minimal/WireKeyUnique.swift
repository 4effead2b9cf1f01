/// A wire writes a key once.
enum WireKeyUnique: CheckedRule {
    static let id: RuleID = "WIRE_KEY_UNIQUE"
    static let summary = "A key stands once among a wire's `keys`, and is not both a constant and derived."
    static let failing: RuleExample = """
        wires:
          legacy: { keys: [order_id, status], constants: { status: new }, derived: { status: "{type}" } }
        """
    static let passing: RuleExample = """
        wires:
          legacy: { keys: [order_id, status], constants: { status: new } }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for wire in context.catalogue.wires {
            var keys: Set<String> = []
            for key in wire.keys ?? [] where !keys.insert(key.name).inserted {
                report(at: key.location, "the key `\(key.name)` is already listed")
            }
            let constants = Set(wire.constants.map(\.key))
            for derived in wire.derived where constants.contains(derived.key) {
                report(at: derived.location, "`\(derived.key)` is both a constant and derived; keep one")
            }
        }
    }
}
