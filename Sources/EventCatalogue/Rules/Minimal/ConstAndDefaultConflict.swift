import YAMLReader

/// A constant has no other default.
enum ConstAndDefaultConflict: CheckedRule {
    static let id: RuleID = "CONST_AND_DEFAULT_CONFLICT"
    static let summary = "A constant's default, where there is one, is the constant itself."
    static let failing: RuleExample = """
        fields:
          format: { type: const, value: "1", default: "2" }
        """
    static let passing: RuleExample = """
        fields:
          format: { type: const, value: "1" }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for field in context.fields {
            guard let node = field.defaultNode, let value = field.defaultValue,
                case .constant(let constant) = context.resolved(field.type), !value.equals(constant.value)
            else { continue }
            report(
                at: node.location,
                "the default differs from the constant \(constant.value.json); leave the default out")
        }
    }
}
