import EventCatalogue

/// Whole numbers survive readers that have only doubles.
enum IntegerExceeds2To53: StandardRule {
    static let id: RuleID = "INTEGER_EXCEEDS_2_53"
    static let summary = """
        An `int64` or `uint64` has bounds within ±(2^53−1): TypeScript and many tools read JSON numbers as doubles and round \
        beyond that without a word. For larger numbers take `uint256` or `decimal`, which are texts.
        """
    static let failing: RuleExample = """
        fields:
          block_number: { type: uint64 }
        """
    static let passing: RuleExample = """
        fields:
          block_number: { type: uint64, maximum: 9_007_199_254_740_991 }
        """

    private static let most = 9_007_199_254_740_991

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for value in context.values {
            let isSigned: Bool
            switch value.type {
            case .int64: isSigned = true
            case .uint64: isSigned = false
            default: continue
            }
            let rules = value.constraints
            // The greatest and the least value that pass, so one short of an exclusive bound.
            let highs = [whole(rules.maximum), whole(rules.exclusiveMaximum).map { max($0, -Int.max) - 1 }]
            let lows = [whole(rules.minimum), whole(rules.exclusiveMinimum).map { min($0, Int.max - 1) + 1 }]
            let high = highs.compactMap(\.self).min() ?? Int.max
            let low = lows.compactMap(\.self).max() ?? Int.min
            let missing = [
                isSigned && low < -most ? "`minimum: -\(most)`" : nil, high > most ? "`maximum: \(most)`" : nil,
            ].compactMap(\.self)
            guard !missing.isEmpty else { continue }
            report(
                at: value.location,
                "readers with doubles round such a number beyond 2^53; give it \(missing.joined(separator: " and ")) or the "
                    + "type uint256 or decimal")
        }
    }

    /// A bound as a whole number; `nil` where there is none within 64 bits.
    private static func whole(_ bound: String?) -> Int? { bound.flatMap { Int($0) } }
}
