/// What a ledger proves: the violations, and the figures of a run that had none.
struct Verdict: Sendable {
    /// How many examples of each violation are told.
    static let examples = 20

    private(set) var counts: [Violation: Int] = [:]
    private(set) var samples: [Violation: [String]] = [:]
    let figures: Figures

    /// Judges a run.
    init(_ ledger: Ledger) {
        figures = Figures(ledger)
        checkAppends(ledger)
        for group in ledger.groups.indices { checkHandling(ledger, group) }
        checkLists(ledger)
        checkSubscriptions(ledger)
        checkEnd(ledger)
    }

    var isGuilty: Bool { !counts.isEmpty }

    /// Notes a violation; the text is made for the first few only.
    mutating func add(_ violation: Violation, _ text: @autoclosure () -> String) {
        counts[violation, default: 0] += 1
        if samples[violation, default: []].count < Self.examples { samples[violation, default: []].append(text()) }
    }

    /// All that people need to know of the violations; empty where there are none.
    var text: String {
        var lines: [String] = []
        for violation in Violation.allCases {
            guard let count = counts[violation], let examples = samples[violation] else { continue }
            lines.append("\(count) × \(violation.rawValue)")
            lines += examples.map { "    \($0)" }
            if count > examples.count { lines.append("    … and \(count - examples.count) more") }
        }
        return lines.map { $0 + "\n" }.joined()
    }
}
