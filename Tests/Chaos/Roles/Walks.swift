import TestSupport

/// The aggregates of one publishing task: which events come next, and what the outcome of publishing them means.
///
/// A pure value: names go out, outcomes come in.
struct Walks: Sendable {
    /// What a publisher learned of one event.
    enum Outcome: Sendable, Hashable {
        /// It is in the log.
        case appended
        /// It is not in the log, or cannot get there twice: the same event is published again.
        case again
        /// Nobody knows. Its aggregate ends here: an event after it could not promise to come after it.
        case ended
    }

    private static let aggregates = 64

    private let publisher: Int
    private let life: Int
    private let step: Int
    private var nextOrdinal: Int
    private var walks: [Walk] = []
    private var random: SeededGenerator

    private struct Walk {
        let name: AggregateName
        /// The number of its next event.
        var next = 1
        var isEnded = false
    }

    /// Makes aggregates.
    ///
    /// Ordinals grow by `ordinalStep` from `firstOrdinal` on, so that the tasks of one life do not meet.
    init(publisher: Int, life: Int, firstOrdinal: Int, ordinalStep: Int, seed: UInt64) {
        self.publisher = publisher
        self.life = life
        nextOrdinal = firstOrdinal
        step = ordinalStep
        random = SeededGenerator(seed: seed)
        for _ in 0..<Self.aggregates { walks.append(newWalk()) }
    }

    /// The events to publish next, with one call: mostly one each of many aggregates, at times several of a few, at times
    /// a single one. Those of one aggregate come in order.
    mutating func pick() -> [EventName] {
        let shape = Int.random(in: 0..<10, using: &random)
        let (count, each) =
            switch shape {
            case 0: (1, 1)
            case 1: (Int.random(in: 1...3, using: &random), Int.random(in: 2...5, using: &random))
            default: (Int.random(in: 5...40, using: &random), 1)
            }
        var chosen: Set<Int> = []
        while chosen.count < count { chosen.insert(Int.random(in: walks.indices, using: &random)) }
        return chosen.sorted().flatMap { at in
            (0..<each).map { EventName(walks[at].name, walks[at].next + $0) }
        }
    }

    /// Takes in what became of what ``pick()`` gave.
    mutating func settle(_ outcomes: some Sequence<(event: EventName, outcome: Outcome)>) {
        for (event, outcome) in outcomes {
            guard let at = walks.firstIndex(where: { $0.name == event.aggregate }) else { continue }
            switch outcome {
            case .appended: walks[at].next = max(walks[at].next, event.number + 1)
            case .again: break
            case .ended: walks[at].isEnded = true
            }
        }
        for at in walks.indices where walks[at].isEnded { walks[at] = newWalk() }
    }

    private mutating func newWalk() -> Walk {
        defer { nextOrdinal += step }
        return Walk(name: AggregateName(publisher: publisher, life: life, ordinal: nextOrdinal))
    }
}
