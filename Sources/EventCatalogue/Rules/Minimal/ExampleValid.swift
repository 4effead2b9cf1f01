import YAMLReader

/// Examples could be published.
enum ExampleValid: CheckedRule {
    static let id: RuleID = "EXAMPLE_VALID"
    static let summary = """
        An example of an event is a whole payload that could be published; an example of a value fits its type. Nothing is \
        left to be found out by who copies it.
        """
    static let failing: RuleExample = """
        fields:
          count: { type: int32, minimum: 1 }
        examples:
          one: { order_id: A1, count: 0 }
        """
    static let passing: RuleExample = """
        fields:
          count: { type: int32, minimum: 1 }
        examples:
          one: { order_id: A1, count: 2 }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for value in context.values {
            for (node, example) in zip(value.exampleNodes, value.examples) {
                report(context.payloads.violations(of: example, as: value), "the example", node)
            }
        }
        for event in context.catalogue.events {
            for example in event.examples {
                guard example.node.mapping != nil else {
                    report(at: example.node.location, "the example `\(example.name)` must be a whole payload")
                    continue
                }
                let violations = context.payloads.violations(of: example.value, in: event)
                report(violations, "the example `\(example.name)`", example.node)
            }
        }
    }
}
