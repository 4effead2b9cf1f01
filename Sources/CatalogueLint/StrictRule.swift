import EventCatalogue

/// A rule of a catalogue that strangers read.
protocol StrictRule: CheckedRule {}

extension StrictRule {
    static var category: RuleCategory { .strict }
}
