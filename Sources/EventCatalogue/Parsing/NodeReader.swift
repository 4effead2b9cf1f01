import YAMLReader

/// Reads single nodes by what their place expects; what does not fit is reported and read as `nil`.
struct NodeReader {
    let diagnostics: DiagnosticCollector

    /// Any scalar's text.
    func text(_ node: YAMLNode, _ subject: String) -> String? {
        guard let scalar = node.scalar, !node.isNull else {
            diagnostics.report(ValueExpected.self, at: node.location, "\(subject) must be a text")
            return nil
        }
        return scalar.text
    }

    /// A text with at least one character.
    func filledText(_ node: YAMLNode, _ subject: String) -> String? {
        guard let text = text(node, subject) else { return nil }
        guard !text.isEmpty else {
            diagnostics.report(ValueExpected.self, at: node.location, "\(subject) must not be empty")
            return nil
        }
        return text
    }

    func reference(_ node: YAMLNode, _ subject: String) -> Reference? {
        name(node, subject).map { Reference(name: $0, location: node.location) }
    }

    /// A text that names something; one that others take for a number or the like is reported.
    func name(_ node: YAMLNode, _ subject: String) -> String? {
        guard let text = filledText(node, subject) else { return nil }
        if let scalar = node.scalar { warn(of: scalar, at: node.location) }
        return text
    }

    /// Reports a text that others take for something else.
    func warn(of scalar: YAMLScalar, at location: SourceLocation) {
        guard let warning = YAMLAmbiguousScalar.warning(scalar) else { return }
        diagnostics.report(YAMLAmbiguousScalar.self, at: location, warning)
    }

    func integer(_ node: YAMLNode, _ subject: String, in range: ClosedRange<Int>) -> Int? {
        guard let scalar = node.scalar, scalar.style == .plain, let value = ScalarText.integer(scalar.text) else {
            diagnostics.report(
                ValueExpected.self, at: node.location, "\(subject) must be a whole number without quotes, e.g. 1_000")
            return nil
        }
        guard range.contains(value) else {
            let bounds =
                range.upperBound == Int.max
                ? "at least \(range.lowerBound)" : "between \(range.lowerBound) and \(range.upperBound)"
            diagnostics.report(ValueExpected.self, at: node.location, "\(subject) must be \(bounds)")
            return nil
        }
        return value
    }

    /// A number's text without `_`.
    func number(_ node: YAMLNode, _ subject: String) -> String? {
        guard let scalar = node.scalar, scalar.style == .plain, let text = ScalarText.number(scalar.text) else {
            diagnostics.report(
                ValueExpected.self, at: node.location, "\(subject) must be a decimal number without quotes, e.g. 0.5")
            return nil
        }
        return text
    }

    func flag(_ node: YAMLNode, _ subject: String) -> Bool? {
        switch node.scalar {
        case YAMLScalar(text: "true", style: .plain): return true
        case YAMLScalar(text: "false", style: .plain): return false
        default:
            diagnostics.report(
                ValueExpected.self, at: node.location, "\(subject) must be `true` or `false`, without quotes")
            return nil
        }
    }

    func duration(_ node: YAMLNode, _ subject: String) -> Duration? {
        guard let text = node.scalar?.text, let value = ScalarText.duration(text) else {
            diagnostics.report(
                ValueExpected.self, at: node.location,
                "\(subject) must be a whole number with a unit: 500ms, 60s, 15m, 24h, 90d or 2w")
            return nil
        }
        return value
    }

    func byteCount(_ node: YAMLNode, _ subject: String) -> Int? {
        guard let text = node.scalar?.text, let count = ScalarText.byteCount(text), count > 0 else {
            diagnostics.report(
                ValueExpected.self, at: node.location,
                "\(subject) must be a whole number above 0 with a unit: 512B, 64KiB or 1MiB")
            return nil
        }
        return count
    }

    /// One of an enum's words.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ node: YAMLNode, _ subject: String, as _: Choice.Type = Choice.self
    ) -> Choice? where Choice.RawValue == String {
        let words = Choice.allCases.map(\.rawValue)
        guard let text = node.scalar?.text, let choice = Choice(rawValue: text) else {
            let meant = Suggestion.phrase(for: node.scalar?.text ?? "", among: words)
            diagnostics.report(
                ValueExpected.self, at: node.location,
                "\(subject) must be one of \(words.joined(separator: ", "))\(meant)")
            return nil
        }
        return choice
    }

    func list(_ node: YAMLNode, _ subject: String) -> [YAMLNode] {
        if node.isNull { return [] }
        guard let items = node.sequence else {
            diagnostics.report(ValueExpected.self, at: node.location, "\(subject) must be a list: [a, b]")
            return []
        }
        return items
    }

    /// The pairs of a mapping from names to something; nothing at all is an empty one.
    func pairs(_ node: YAMLNode, _ subject: String) -> [YAMLPair] {
        if node.isNull { return [] }
        guard let pairs = node.mapping else {
            diagnostics.report(ValueExpected.self, at: node.location, "\(subject) must be a mapping: { name: … }")
            return []
        }
        return pairs
    }

    /// As `pairs`, where the keys are names that somebody gave.
    func namedPairs(_ node: YAMLNode, _ subject: String) -> [YAMLPair] {
        let pairs = pairs(node, subject)
        for pair in pairs { warn(of: YAMLScalar(text: pair.key, style: pair.keyStyle), at: pair.keyLocation) }
        return pairs
    }

    func template(_ node: YAMLNode, _ subject: String) -> Template? {
        guard let text = filledText(node, subject) else { return nil }
        guard let segments = Template.segments(of: text) else {
            diagnostics.report(
                TemplateWellFormed.self, at: node.location,
                "\(subject) must be text with field names in braces, e.g. \"{model_id}/{version}\"")
            return nil
        }
        return Template(text: text, segments: segments, location: node.location)
    }
}
