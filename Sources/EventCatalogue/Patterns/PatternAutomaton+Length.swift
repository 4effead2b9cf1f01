extension PatternAutomaton {
    /// Whether the texts that match have a bounded length: no way that may end in a match comes past a state twice.
    package var hasBoundedLength: Bool {
        // Besides the dead state, each state is reached and leads to a match, for the automaton is minimal.
        var arrivals = [Int](repeating: 0, count: stateCount)
        var next = [[Int]](repeating: [], count: stateCount)
        for state in 1..<max(1, stateCount) {
            let row = transitions[(state * classCount)..<((state + 1) * classCount)]
            next[state] = Set(row).subtracting([0]).map { Int($0) }
            for target in next[state] { arrivals[target] += 1 }
        }
        // States that nothing leads to any more are taken away, one after the other; a circle stays.
        var free = (1..<max(1, stateCount)).filter { arrivals[$0] == 0 }
        var taken = 0
        while let state = free.popLast() {
            taken += 1
            for target in next[state] {
                arrivals[target] -= 1
                if arrivals[target] == 0 { free.append(target) }
            }
        }
        return taken == stateCount - 1
    }
}
