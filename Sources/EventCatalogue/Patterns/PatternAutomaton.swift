/// A pattern compiled to a minimal deterministic automaton over UTF-8 bytes: one table look-up per byte.
///
/// The dialect is the portable subset that ``PatternParser`` reads. As in JSON Schema a pattern without `^` and `$` is
/// searched for in the text. `\d \w \s` are ASCII; `.` and negated classes match whole scalars.
///
/// To match, begin in ``start`` and for each byte go to `transitions[state * classCount + classOfByte[byte]]`; the text
/// matches if and only if the state at its end is ``accepting``. State 0 is dead: no text leads out of it.
package struct PatternAutomaton: Sendable, Hashable {
    /// The pattern as written.
    package let pattern: String
    /// For each of the 256 bytes its class, `0 ..< classCount`.
    package let classOfByte: [UInt8]
    package let classCount: Int
    /// Row by row, `state * classCount + class`.
    package let transitions: [UInt16]
    /// For each state whether a text may end there.
    package let accepting: [Bool]
    package let start: UInt16

    /// How many states there are, the dead one included.
    package var stateCount: Int { accepting.count }

    /// Compiles a pattern.
    ///
    /// - Throws: ``PatternError``, which says what is not taken, where, and what to write instead.
    package init(_ pattern: String) throws(PatternError) {
        let automaton = try ByteDFA(ByteNFA(PatternParser.parse(pattern))).minimised()
        self.pattern = pattern
        classOfByte = automaton.classOfByte
        classCount = automaton.classCount
        transitions = automaton.transitions
        accepting = automaton.accepting
        start = automaton.start
    }

    /// Whether a text, given as UTF-8, matches.
    package func matches(_ utf8: some Sequence<UInt8>) -> Bool {
        var state = Int(start)
        for byte in utf8 {
            state = Int(transitions[state * classCount + Int(classOfByte[Int(byte)])])
            if state == 0 { return false }
        }
        return accepting[state]
    }

    /// Whether a text, given as UTF-8, matches; for many short texts, since nothing is retained or counted on the way.
    package func matches(_ utf8: UnsafeRawBufferPointer) -> Bool {
        let (classCount, first) = (classCount, Int(start))
        let state = classOfByte.withUnsafeBufferPointer { classes in
            transitions.withUnsafeBufferPointer { transitions in
                var state = first
                for byte in utf8 {
                    state = Int(transitions[state * classCount + Int(classes[Int(byte)])])
                    if state == 0 { break }
                }
                return state
            }
        }
        return accepting[state]
    }
}
