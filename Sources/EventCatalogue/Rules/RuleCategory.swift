/// How much is asked of a catalogue; each category holds those before it.
package enum RuleCategory: String, Sendable, Hashable, CaseIterable, Comparable {
    /// What every catalogue must satisfy to be read, generated from and published by.
    case minimal
    /// What a catalogue that several teams share should satisfy.
    case standard
    /// What a catalogue that strangers read should satisfy.
    case strict

    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .minimal: 0
        case .standard: 1
        case .strict: 2
        }
    }
}
