/// States that no text tells apart, by Hopcroft's algorithm: n log n steps, where the plain refinement takes n² for the
/// long chains that `{1,256}` makes.
struct StatePartition {
    /// For each state the number of its block.
    private(set) var block: [Int]
    /// The states, block by block; those of a block that are met stand first in it.
    private var order: [Int]
    /// Where each state stands in `order`.
    private var place: [Int]
    private var blocks: [Block]

    /// A part of `order`.
    private struct Block {
        var first: Int
        var end: Int
        /// How many of its states are met.
        var met = 0
        var isWaiting = true
        var count: Int { end - first }
    }

    init(_ automaton: ByteDFA) {
        let states = automaton.accepting.indices
        block = automaton.accepting.map { $0 ? 1 : 0 }
        order = states.filter { !automaton.accepting[$0] }
        let refusing = order.count
        order += states.filter { automaton.accepting[$0] }
        place = [Int](repeating: 0, count: order.count)
        for (index, state) in order.enumerated() { place[state] = index }
        blocks = [Block(first: 0, end: refusing), Block(first: refusing, end: order.count)]

        let sources = TransitionSources(automaton)
        var waiting = [0, 1]
        while let splitter = waiting.popLast() {
            blocks[splitter].isWaiting = false
            let targets = Array(order[blocks[splitter].first..<blocks[splitter].end])
            for index in 0..<automaton.classCount {
                var touched: [Int] = []
                for target in targets {
                    for state in sources.of(target, index) where meet(state) { touched.append(block[state]) }
                }
                for old in touched {
                    guard let new = split(old) else { continue }
                    // Of two halves the smaller will do, unless the whole still waits.
                    let isNew = blocks[old].isWaiting || blocks[new].count <= blocks[old].count
                    waiting.append(isNew ? new : old)
                    blocks[isNew ? new : old].isWaiting = true
                }
            }
        }
    }

    /// Moves a state to those of its block that are met, where none is twice; returns whether it is the first.
    private mutating func meet(_ state: Int) -> Bool {
        let number = block[state]
        let front = blocks[number].first + blocks[number].met
        let other = order[front]
        order.swapAt(front, place[state])
        place[other] = place[state]
        place[state] = front
        blocks[number].met += 1
        return blocks[number].met == 1
    }

    /// Makes the states of a block that are met a block of their own; `nil` where that is all of them.
    private mutating func split(_ old: Int) -> Int? {
        let met = blocks[old].met
        blocks[old].met = 0
        guard met < blocks[old].count else { return nil }
        let first = blocks[old].first
        blocks[old].first += met
        let new = blocks.count
        blocks.append(Block(first: first, end: first + met, isWaiting: false))
        for state in order[first..<(first + met)] { block[state] = new }
        return new
    }
}

/// The transitions of an automaton backwards.
private struct TransitionSources {
    private let classCount: Int
    /// For each target and class where its states begin in `states`, and an end.
    private var offsets: [Int]
    private var states: [Int]

    init(_ automaton: ByteDFA) {
        let width = automaton.classCount
        classCount = width
        offsets = [Int](repeating: 0, count: automaton.accepting.count * width + 1)
        states = [Int](repeating: 0, count: automaton.transitions.count)
        for (index, target) in automaton.transitions.enumerated() {
            offsets[Int(target) * width + index % width + 1] += 1
        }
        for index in offsets.indices.dropFirst() { offsets[index] += offsets[index - 1] }
        var next = offsets
        for (index, target) in automaton.transitions.enumerated() {
            let entry = Int(target) * width + index % width
            states[next[entry]] = index / width
            next[entry] += 1
        }
    }

    /// The states that a class of bytes leads to a target.
    func of(_ target: Int, _ index: Int) -> ArraySlice<Int> {
        let entry = target * classCount + index
        return states[offsets[entry]..<offsets[entry + 1]]
    }
}
