/// The cases of a union leave the discriminator to the union.
enum UnionDiscriminatorPresent: CheckedRule {
    static let id: RuleID = "UNION_DISCRIMINATOR_PRESENT"
    static let summary = "The discriminator is written beside a case's fields, so no case declares it as a field."
    static let failing: RuleExample = """
        types:
          Payment:
            type: union
            discriminator: kind
            cases:
              card: { fields: { kind: string, last_four: string } }
              cash: {}
        """
    static let passing: RuleExample = """
        types:
          Payment:
            type: union
            discriminator: kind
            cases:
              card: { fields: { last_four: string } }
              cash: {}
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for value in context.values {
            guard case .union(let union) = value.type else { continue }
            let discriminator = GeneratedNameCollision.collapsed(union.discriminator)
            for field in union.cases.flatMap(\.fields)
            where GeneratedNameCollision.collapsed(field.name) == discriminator {
                report(
                    at: field.location,
                    "the discriminator `\(union.discriminator)` is written by itself; take the field `\(field.name)` out"
                )
            }
        }
    }
}
