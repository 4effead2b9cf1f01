import YAMLReader

extension CatalogueChecker {
    /// Constraints fit their type and each other; patterns compile; defaults and examples fit.
    func checkValues() {
        for type in catalogue.types { checkValue(type.value) }
        for event in catalogue.events { checkFields(event.fields) }
    }

    private func checkFields(_ fields: [FieldDefinition]) {
        for field in fields {
            checkValue(field.value)
            checkDefault(field)
        }
    }

    private func checkValue(_ value: ValueDefinition) {
        checkApplies(value)
        checkBounds(value)
        checkPatterns(value)
        for (node, example) in zip(value.exampleNodes, value.examples) {
            report(payloads.violations(of: example, as: value), .exampleValid, "the example", node)
        }
        switch value.type {
        case .array(let inner), .map(let inner): checkValue(inner)
        default: checkFields(value.innerFields)
        }
    }

    private func checkDefault(_ field: FieldDefinition) {
        guard let node = field.defaultNode, let value = field.defaultValue else { return }
        if case .constant(let constant) = types.resolved(field.type), !value.equals(constant.value) {
            diagnostics.report(
                .constAndDefaultConflict, at: node.location,
                "the default differs from the constant \(constant.value.json); leave the default out")
            return
        }
        if case .enumeration(let enumeration) = types.resolved(field.type), case .string(let text) = value,
            !enumeration.values.contains(where: { $0.name == text })
        {
            let names = enumeration.values.map(\.name)
            diagnostics.report(
                .defaultMatchesType, at: node.location,
                "the default must be a value that the enum lists: \(names.joined(separator: ", "))"
                    + Suggestion.phrase(for: text, among: names))
            return
        }
        report(payloads.violations(of: value, as: field), .defaultMatchesType, "the default", node)
    }

    /// Reports what is wrong with a value of the catalogue at the nodes where it is written.
    func report(_ violations: [PayloadViolation], _ rule: Rule, _ subject: String, _ node: YAMLNode) {
        for violation in violations {
            let place = violation.path.steps.isEmpty ? "" : " at \(violation.path)"
            diagnostics.report(
                rule, at: node.location(of: violation.path), "\(subject) does not fit\(place): \(violation.message)")
        }
    }

    // MARK: Constraints

    private static let numberKeys = ["minimum", "maximum", "exclusive_minimum", "exclusive_maximum", "multiple_of"]
    private static let textKeys = ["min_length", "max_length", "pattern"]

    /// The constraints that a type may have.
    private func keys(for type: FieldType) -> [String] {
        switch type {
        case .int32, .int64, .uint64, .uint256, .double, .decimal: Self.numberKeys
        case .string, .uri: Self.textKeys
        case .bytes: ["min_length", "max_length"]
        case .array: ["min_items", "max_items", "unique_items"]
        case .map: ["min_items", "max_items", "key_pattern"]
        default: []
        }
    }

    private func checkApplies(_ value: ValueDefinition) {
        guard let type = types.resolved(value.type) else { return }
        let allowed = keys(for: type)
        for (key, location) in value.constraintLocations where !allowed.contains(key) {
            let list = allowed.isEmpty ? "it takes no constraints" : "it takes \(allowed.joined(separator: ", "))"
            diagnostics.report(
                .constraintApplies, at: location, "`\(key)` does not belong to the type \(type.word); \(list)")
        }
    }

    private func checkBounds(_ value: ValueDefinition) {
        let rules = value.constraints
        let place = { (key: String) in value.constraintLocations[key] ?? value.location }
        if let step = rules.multipleOf, let number = ExactNumber(step), !number.isPositive || step.utf8.count > 18 {
            diagnostics.report(
                .boundsOrder, at: place("multiple_of"), "`multiple_of` must be above 0 and have at most 18 digits")
        }
        let lows = [("minimum", rules.minimum), ("exclusive_minimum", rules.exclusiveMinimum)]
        let highs = [("maximum", rules.maximum), ("exclusive_maximum", rules.exclusiveMaximum)]
        for (lowKey, low) in lows {
            for (highKey, high) in highs {
                guard let low, let high, let least = ExactNumber(low), let most = ExactNumber(high) else { continue }
                let mayMeet = lowKey == "minimum" && highKey == "maximum"
                if least > most || (least == most && !mayMeet) {
                    diagnostics.report(
                        .boundsOrder, at: place(highKey), "no number is between \(lowKey) \(low) and \(highKey) \(high)"
                    )
                }
            }
        }
        for (lowKey, low, highKey, high) in [
            ("min_length", rules.minLength, "max_length", rules.maxLength),
            ("min_items", rules.minItems, "max_items", rules.maxItems),
        ] {
            guard let low, let high, low > high else { continue }
            diagnostics.report(
                .boundsOrder, at: place(highKey), "`\(highKey)` \(high) must not be below `\(lowKey)` \(low)")
        }
    }

    private func checkPatterns(_ value: ValueDefinition) {
        for (key, pattern) in [("pattern", value.constraints.pattern), ("key_pattern", value.constraints.keyPattern)] {
            guard let pattern, let error = patterns.errors[pattern] else { continue }
            let rule: Rule = error.kind == .malformed ? .patternCompiles : .patternPortable
            diagnostics.report(
                rule, at: value.constraintLocations[key] ?? value.location, "`\(key)` is refused: \(error)")
        }
    }
}

extension YAMLNode {
    /// The place of what a path leads to: of the key where there is one, else of the deepest node on the way.
    func location(of path: PayloadPath) -> SourceLocation {
        var node = self
        var place = location
        for step in path.steps {
            switch step {
            case .key(let key):
                guard let pair = node.mapping?.first(where: { $0.key == key }) else { return place }
                node = pair.value
                place = pair.keyLocation
            case .index(let index):
                guard let items = node.sequence, items.indices.contains(index) else { return place }
                node = items[index]
                place = node.location
            }
        }
        return place
    }
}
