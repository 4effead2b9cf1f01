/// States that no text tells apart, by Hopcroft's algorithm: n log n steps, where the plain refinement takes n² for the
/// long chains that `{1,256}` makes.
struct StatePartition {
    /// For each state the number of its block.
    private(set) var block: [Int]
    private var members: [[Int]]

    init(_ automaton: ByteDFA) {
        let count = automaton.accepting.count
        block = automaton.accepting.map { $0 ? 1 : 0 }
        members = [[], []]
        for state in 0..<count { members[block[state]].append(state) }
        var sources = [[Int]](repeating: [], count: count * automaton.classCount)
        for state in 0..<count {
            for index in 0..<automaton.classCount {
                let target = Int(automaton.transitions[state * automaton.classCount + index])
                sources[target * automaton.classCount + index].append(state)
            }
        }
        var waiting = [0, 1]
        var isWaiting = [true, true]
        while let splitter = waiting.popLast() {
            isWaiting[splitter] = false
            let targets = members[splitter]
            for index in 0..<automaton.classCount {
                for new in split(by: targets.flatMap { sources[$0 * automaton.classCount + index] }) {
                    isWaiting.append(false)
                    // Of two halves the smaller will do, unless the whole still waits.
                    let next =
                        isWaiting[new.old] || members[new.new].count <= members[new.old].count ? new.new : new.old
                    waiting.append(next)
                    isWaiting[next] = true
                }
            }
        }
    }

    /// Splits each block that a set of states meets but does not hold; the part that is met becomes a new block.
    private mutating func split(by states: [Int]) -> [(old: Int, new: Int)] {
        var met: [Int: [Int]] = [:]
        for state in states { met[block[state], default: []].append(state) }
        var result: [(old: Int, new: Int)] = []
        for (old, part) in met where part.count < members[old].count {
            let new = members.count
            for state in part { block[state] = new }
            members.append(part)
            members[old].removeAll { block[$0] == new }
            result.append((old, new))
        }
        return result
    }
}
