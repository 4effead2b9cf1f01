/// A non-deterministic automaton over bytes, built by Thompson's construction.
struct ByteNFA {
    /// Where a state leads: to others without reading, and to one for each byte of a range.
    struct State {
        var free: [Int] = []
        var edges: [(range: ClosedRange<UInt8>, target: Int)] = []
    }

    private(set) var states: [State] = []
    private(set) var start = 0
    private(set) var accept = 0

    /// States above which a pattern is refused: repetitions of repetitions multiply.
    private static let stateLimit = 30_000

    init(_ branches: [PatternSyntax.Branch]) throws(PatternError) {
        start = try newState()
        accept = try newState()
        for branch in branches {
            var from = try newState()
            states[start].free.append(from)
            if !branch.beginsAtStart { from = try anyBytes(from) }
            from = try append(branch.body, from: from)
            if !branch.endsAtEnd { from = try anyBytes(from) }
            states[from].free.append(accept)
        }
    }

    private mutating func newState() throws(PatternError) -> Int {
        guard states.count < Self.stateLimit else {
            throw PatternError(
                .notPortable, at: 1, "the pattern is too large; repeat less, or bound the length by max_length")
        }
        states.append(State())
        return states.count - 1
    }

    /// A text is valid UTF-8, and what follows begins with a whole scalar: so any bytes are any scalars.
    private mutating func anyBytes(_ from: Int) throws(PatternError) -> Int {
        let loop = try newState()
        let out = try newState()
        states[from].free.append(loop)
        states[loop].edges = [(0...255, from)]
        states[from].free.append(out)
        return out
    }

    /// Adds what reads `syntax` after state `from` and returns the state in which it has been read.
    private mutating func append(_ syntax: PatternSyntax, from: Int) throws(PatternError) -> Int {
        switch syntax {
        case .empty: return from
        case .scalars(let set): return try append(set, from: from)
        case .sequence(let items):
            var end = from
            for item in items { end = try append(item, from: end) }
            return end
        case .choice(let options):
            let out = try newState()
            for option in options {
                let entry = try newState()
                states[from].free.append(entry)
                let end = try append(option, from: entry)
                states[end].free.append(out)
            }
            return out
        case .repetition(let item, let minimum, let maximum):
            var end = from
            for _ in 0..<minimum { end = try append(item, from: end) }
            guard let maximum else { return try appendLoop(item, from: end) }
            let out = try newState()
            for _ in minimum..<max(minimum, maximum) {
                states[end].free.append(out)
                let entry = try newState()
                states[end].free.append(entry)
                end = try append(item, from: entry)
            }
            states[end].free.append(out)
            return out
        }
    }

    private mutating func appendLoop(_ item: PatternSyntax, from: Int) throws(PatternError) -> Int {
        let head = try newState()
        let out = try newState()
        states[from].free.append(head)
        states[head].free.append(out)
        let entry = try newState()
        states[head].free.append(entry)
        let end = try append(item, from: entry)
        states[end].free.append(head)
        return out
    }

    /// Encodings that end alike share the states of their ends.
    private mutating func append(_ set: ScalarSet, from: Int) throws(PatternError) -> Int {
        let out = try newState()
        var tails: [ArraySlice<ClosedRange<UInt8>>: Int] = [[]: out]
        for sequence in set.byteSequences {
            var target = out
            for index in sequence.indices.dropFirst().reversed() {
                let rest = sequence[index...]
                if let known = tails[rest] {
                    target = known
                    continue
                }
                let state = try newState()
                states[state].edges = [(sequence[index], target)]
                tails[rest] = state
                target = state
            }
            states[from].edges.append((sequence[0], target))
        }
        return out
    }
}
