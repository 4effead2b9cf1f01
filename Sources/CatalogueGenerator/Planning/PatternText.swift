import EventCatalogue

/// A compiled pattern as the expression of a `PatternMatcher`: its tables as two short strings.
enum PatternText {
    /// The expression; `nil` where the pattern does not compile.
    static func expression(_ pattern: String) -> String? {
        guard let automaton = try? PatternAutomaton(pattern) else { return nil }
        let parts = [pattern, "classes: ", classes(automaton), "transitions: ", transitions(automaton)]
        return "PatternMatcher(\(SwiftText.literal(parts[0])), \(parts[1])\(SwiftText.literal(parts[2])), "
            + "\(parts[3])\(SwiftText.literal(parts[4])))"
    }

    /// `class-lastByte` for each run of bytes of one class.
    private static func classes(_ automaton: PatternAutomaton) -> String {
        var runs: [String] = []
        for byte in 0..<256 where byte == 255 || automaton.classOfByte[byte] != automaton.classOfByte[byte + 1] {
            runs.append("\(automaton.classOfByte[byte])-\(byte)")
        }
        return runs.joined(separator: " ")
    }

    /// A state's next states by class, equal neighbours as `count x state`; states by `|`, accepting ones with `*`.
    private static func transitions(_ automaton: PatternAutomaton) -> String {
        // A pattern that nothing matches has no start but the dead state; a matcher always starts in state 1.
        let states = automaton.start == 0 ? [0, 0] : Array(0..<automaton.stateCount)
        return states.map { state in
            var items: [String] = []
            var index = 0
            let row = automaton.transitions[state * automaton.classCount..<(state + 1) * automaton.classCount].map {
                $0
            }
            while index < row.count {
                var end = index + 1
                while end < row.count, row[end] == row[index] { end += 1 }
                items.append(end - index > 1 ? "\(end - index)x\(row[index])" : "\(row[index])")
                index = end
            }
            if automaton.accepting[state] { items.append("*") }
            return items.joined(separator: " ")
        }.joined(separator: "|")
    }
}
