import RedisEventBus

/// How many dead letters of which kind a command has to do with.
struct DeadLetterTally {
    private var counts: [String: Int] = [:]
    /// How many in all.
    private(set) var total = 0

    /// Counts one.
    mutating func add(_ letter: DeadLetter) {
        total += 1
        counts["\(letter.type ?? "(no event)") of \(letter.group), \(letter.reason)", default: 0] += 1
    }

    /// How many there are, as in “3 dead letters”.
    var text: String { "\(total) dead letter\(total == 1 ? "" : "s")" }

    /// One line for each kind, the most frequent first.
    var lines: [String] {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "  \($0.value) × \($0.key)" }
    }
}
