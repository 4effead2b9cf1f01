import EventCatalogue

/// The constraints of a value as the expression of a rule.
enum RuleText {
    /// A `StringRule`; `nil` where nothing is asked.
    static func string(_ constraints: Constraints, format: String? = nil, pattern: String?) -> String? {
        var parts = lengths(constraints)
        if let pattern { parts.append("pattern: \(pattern)") }
        if let format { parts.append("format: .\(format)") }
        if let bounds = bounds(constraints) { parts.append("bounds: \(bounds)") }
        return parts.isEmpty ? nil : "StringRule(\(parts.joined(separator: ", ")))"
    }

    private static func lengths(_ constraints: Constraints) -> [String] {
        var parts: [String] = []
        if let least = constraints.minLength { parts.append("minLength: \(least)") }
        if let most = constraints.maxLength { parts.append("maxLength: \(most)") }
        return parts
    }

    private static func bounds(_ constraints: Constraints) -> String? {
        var parts: [String] = []
        for (label, value) in [
            ("minimum", constraints.minimum), ("maximum", constraints.maximum),
            ("exclusiveMinimum", constraints.exclusiveMinimum), ("exclusiveMaximum", constraints.exclusiveMaximum),
        ] {
            if let value { parts.append("\(label): \(SwiftText.literal(value))") }
        }
        return parts.isEmpty ? nil : "DecimalBounds(\(parts.joined(separator: ", ")))"
    }

    /// An `IntegerRule`; `nil` where nothing is asked. A bound between two integers is rounded inwards.
    static func integer(_ constraints: Constraints) -> String? {
        var parts: [String] = []
        let least = [
            constraints.minimum.flatMap { integer($0, .up) },
            constraints.exclusiveMinimum.flatMap { integer($0, .down) }.map { $0 + 1 },
        ].compactMap { $0 }.max()
        let most = [
            constraints.maximum.flatMap { integer($0, .down) },
            constraints.exclusiveMaximum.flatMap { integer($0, .up) }.map { $0 - 1 },
        ].compactMap { $0 }.min()
        if let least { parts.append("minimum: \(least)") }
        if let most { parts.append("maximum: \(most)") }
        if let step = constraints.multipleOf { parts.append("multipleOf: \(step)") }
        return parts.isEmpty ? nil : "IntegerRule(\(parts.joined(separator: ", ")))"
    }

    private static func integer(_ text: String, _ rule: FloatingPointRoundingRule) -> Int128? {
        if let value = Int128(text) { return value }
        guard let value = Double(text)?.rounded(rule), value.magnitude < 1e30 else { return nil }
        return Int128(value)
    }

    /// A `NumberRule`; `nil` where nothing is asked.
    static func number(_ constraints: Constraints) -> String? {
        var parts: [String] = []
        for (label, value) in [
            ("minimum", constraints.minimum), ("maximum", constraints.maximum),
            ("exclusiveMinimum", constraints.exclusiveMinimum), ("exclusiveMaximum", constraints.exclusiveMaximum),
            ("multipleOf", constraints.multipleOf),
        ] {
            if let value, let number = Double(value) { parts.append("\(label): \(number)") }
        }
        return parts.isEmpty ? nil : "NumberRule(\(parts.joined(separator: ", ")))"
    }

    /// An `ItemsRule`; `nil` where nothing is asked.
    static func items(_ constraints: Constraints) -> String? {
        var parts: [String] = []
        if let least = constraints.minItems { parts.append("minItems: \(least)") }
        if let most = constraints.maxItems { parts.append("maxItems: \(most)") }
        return parts.isEmpty ? nil : "ItemsRule(\(parts.joined(separator: ", ")))"
    }
}
