/// A deterministic automaton over classes of bytes that no transition tells apart.
struct ByteDFA {
    private(set) var classOfByte: [UInt8]
    private(set) var classCount: Int
    /// Row by row, `state * classCount + class`; state 0 is dead.
    private(set) var transitions: [UInt16] = []
    private(set) var accepting: [Bool] = []
    private(set) var start: UInt16 = 0

    /// States above which a pattern is refused.
    private static let stateLimit = 2048
    /// Steps of the construction above which a pattern is refused: what takes long here is no rule for people either.
    private static let workLimit = 1_000_000

    /// The subset construction.
    init(_ nfa: ByteNFA) throws(PatternError) {
        var isBoundary = [Bool](repeating: false, count: 257)
        for state in nfa.states {
            for edge in state.edges {
                isBoundary[Int(edge.range.lowerBound)] = true
                isBoundary[Int(edge.range.upperBound) + 1] = true
            }
        }
        var classes = [UInt8](repeating: 0, count: 256)
        for byte in 1..<256 { classes[byte] = classes[byte - 1] + (isBoundary[byte] ? 1 : 0) }
        classOfByte = classes
        classCount = Int(classes[255]) + 1

        var closure = Closure(nfa)
        var known: [[Int]: UInt16] = [[]: 0]
        var sets: [[Int]] = [[]]
        let first = closure.of([nfa.start])
        known[first] = 1
        sets.append(first)
        start = 1
        var next = 0
        while next < sets.count {
            let set = sets[next]
            next += 1
            guard closure.work < Self.workLimit else { throw Self.tooLarge }
            accepting.append(set.contains(nfa.accept))
            // Classes lie in the order of their bytes, so a range of bytes is a range of classes.
            var targets = [[Int]](repeating: [], count: classCount)
            for state in set {
                for edge in nfa.states[state].edges {
                    for index in classes[Int(edge.range.lowerBound)]...classes[Int(edge.range.upperBound)] {
                        targets[Int(index)].append(edge.target)
                    }
                }
            }
            for target in targets {
                let reached = target.isEmpty ? [] : closure.of(target)
                if let number = known[reached] {
                    transitions.append(number)
                    continue
                }
                guard sets.count < Self.stateLimit else { throw Self.tooLarge }
                let number = UInt16(sets.count)
                known[reached] = number
                sets.append(reached)
                transitions.append(number)
            }
        }
    }

    private static let tooLarge = PatternError(
        .notPortable, at: 1, "the pattern needs too many states; repeat less, or anchor it with ^ and $")

    /// Joins states that no text tells apart, then classes that no state tells apart.
    func minimised() -> ByteDFA {
        let block = StatePartition(self).block
        var numbers: [Int: Int] = [:]
        let numbered = block.map { old in
            let number = numbers[old] ?? numbers.count
            numbers[old] = number
            return number
        }
        return joined(by: numbered, count: numbers.count)
    }

    /// Blocks are numbered by their first state, so the dead state's block is 0.
    private func joined(by block: [Int], count: Int) -> ByteDFA {
        var firstState = [Int](repeating: -1, count: count)
        for (state, number) in block.enumerated() where firstState[number] < 0 { firstState[number] = state }
        var columnNumber: [[UInt16]: Int] = [:]
        var columns: [[UInt16]] = []
        var newClass = [UInt8](repeating: 0, count: classCount)
        for index in 0..<classCount {
            let column = firstState.map { UInt16(block[Int(transitions[$0 * classCount + index])]) }
            if let number = columnNumber[column] {
                newClass[index] = UInt8(number)
            } else {
                newClass[index] = UInt8(columns.count)
                columnNumber[column] = columns.count
                columns.append(column)
            }
        }
        var result = self
        result.classOfByte = classOfByte.map { newClass[Int($0)] }
        result.classCount = columns.count
        result.transitions = (0..<count).flatMap { state in columns.map { $0[state] } }
        result.accepting = firstState.map { accepting[$0] }
        result.start = UInt16(block[Int(start)])
        return result
    }

    /// What is reached without reading; keeps its marks between calls.
    private struct Closure {
        private let nfa: ByteNFA
        private var mark: [Int]
        private var round = 0
        /// How many states have been visited in all.
        private(set) var work = 0

        init(_ nfa: ByteNFA) {
            self.nfa = nfa
            mark = [Int](repeating: 0, count: nfa.states.count)
        }

        /// Only states that read a byte or accept: the others tell sets apart that behave alike.
        mutating func of(_ seeds: [Int]) -> [Int] {
            round += 1
            var stack = seeds
            var result: [Int] = []
            while let state = stack.popLast() {
                guard mark[state] != round else { continue }
                mark[state] = round
                work += 1
                if !nfa.states[state].edges.isEmpty || state == nfa.accept { result.append(state) }
                stack.append(contentsOf: nfa.states[state].free)
            }
            return result.sorted()
        }
    }
}
