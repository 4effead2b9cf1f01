import EventCatalogue

/// A compiled pattern as short texts: the runtimes walk its states byte by byte, so that a text matches in every language
/// or in none, and in time that grows with its length only.
enum PatternTables {
    /// `{classes, transitions}`; `nil` where the pattern does not compile.
    ///
    /// `classes` has `class-lastByte` for each run of bytes of one class. `transitions` has for each state its next states
    /// by class, equal neighbours as `countxstate`, and `*` where a text may end; states are separated by `|`. State 0 is
    /// dead, state 1 the start.
    static func table(_ pattern: String) -> CatalogueValue? {
        guard let automaton = try? PatternAutomaton(pattern) else { return nil }
        return .object([
            CatalogueValue.Member("classes", .string(classes(automaton))),
            CatalogueValue.Member("transitions", .string(transitions(automaton))),
        ])
    }

    private static func classes(_ automaton: PatternAutomaton) -> String {
        (0..<256).filter { byte in
            byte == 255 || automaton.classOfByte[byte] != automaton.classOfByte[byte + 1]
        }.map { "\(automaton.classOfByte[$0])-\($0)" }.joined(separator: " ")
    }

    private static func transitions(_ automaton: PatternAutomaton) -> String {
        // A pattern that nothing matches has no start but the dead state; runtimes always start in state 1.
        let states = automaton.start == 0 ? [0, 0] : Array(0..<automaton.stateCount)
        return states.map { state in
            let first = state * automaton.classCount
            var items: [String] = []
            var rest = automaton.transitions[first..<(first + automaton.classCount)]
            while let next = rest.first {
                let count = rest.prefix { $0 == next }.count
                items.append(count > 1 ? "\(count)x\(next)" : "\(next)")
                rest = rest.dropFirst(count)
            }
            if automaton.accepting[state] { items.append("*") }
            return items.joined(separator: " ")
        }.joined(separator: "|")
    }
}
