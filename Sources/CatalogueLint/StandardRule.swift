import EventCatalogue

/// A rule of a catalogue that several teams share.
protocol StandardRule: CheckedRule {}

extension StandardRule {
    static var category: RuleCategory { .standard }
}
