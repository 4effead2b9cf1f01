package import YAMLReader

/// What a catalogue says to ignore, on a day.
package struct StandingIgnores: Sendable {
    private let ignores: [String: [IgnoreDefinition]]

    /// - Parameter today: an ignore whose last day is before it covers nothing.
    package init(_ catalogue: Catalogue, today: CalendarDate) {
        ignores = Dictionary(grouping: catalogue.ignores.filter { $0.until >= today }, by: \.rule.name)
    }

    /// Whether a place where a rule is broken is to be passed over.
    package func cover(_ rule: RuleID, at location: SourceLocation) -> Bool {
        ignores[rule.rawValue]?.contains { $0.extent.contains(location) } ?? false
    }
}
