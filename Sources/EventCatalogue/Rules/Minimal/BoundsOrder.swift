import YAMLReader

/// Something is left between two bounds.
enum BoundsOrder: CheckedRule {
    static let id: RuleID = "BOUNDS_ORDER"
    static let summary = """
        A lower bound is not above its upper one, `multiple_of` is above 0 and has at most 18 digits, and the `max` of a \
        back-off is not below its `base`.
        """
    static let failing: RuleExample = """
        fields:
          count: { type: int32, minimum: 10, maximum: 1 }
        """
    static let passing: RuleExample = """
        fields:
          count: { type: int32, minimum: 1, maximum: 10 }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for value in context.values where !value.constraintLocations.isEmpty {
            checkStep(value, report)
            checkNumbers(value, report)
            checkCounts(value, report)
        }
    }

    private static func checkStep(_ value: ValueDefinition, _ report: RuleReport) {
        guard let step = value.constraints.multipleOf, let number = ExactNumber(step) else { return }
        if !number.isPositive || step.utf8.count > 18 {
            report(at: value.place(of: "multiple_of"), "`multiple_of` must be above 0 and have at most 18 digits")
        }
    }

    private static func checkNumbers(_ value: ValueDefinition, _ report: RuleReport) {
        let rules = value.constraints
        let lows = [("minimum", rules.minimum), ("exclusive_minimum", rules.exclusiveMinimum)]
        let highs = [("maximum", rules.maximum), ("exclusive_maximum", rules.exclusiveMaximum)]
        for (lowKey, low) in lows {
            for (highKey, high) in highs {
                guard let low, let high, let least = ExactNumber(low), let most = ExactNumber(high) else { continue }
                let mayMeet = lowKey == "minimum" && highKey == "maximum"
                if least > most || (least == most && !mayMeet) {
                    report(
                        at: value.place(of: highKey), "no number is between \(lowKey) \(low) and \(highKey) \(high)")
                }
            }
        }
    }

    private static func checkCounts(_ value: ValueDefinition, _ report: RuleReport) {
        let rules = value.constraints
        for (lowKey, low, highKey, high) in [
            ("min_length", rules.minLength, "max_length", rules.maxLength),
            ("min_items", rules.minItems, "max_items", rules.maxItems),
        ] {
            guard let low, let high, low > high else { continue }
            report(at: value.place(of: highKey), "`\(highKey)` \(high) must not be below `\(lowKey)` \(low)")
        }
    }
}

extension ValueDefinition {
    /// The place of a constraint's key.
    func place(of constraint: String) -> SourceLocation { constraintLocations[constraint] ?? location }
}
