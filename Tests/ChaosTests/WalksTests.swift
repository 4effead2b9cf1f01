import TestSupport
import Testing

@testable import EventBusChaos

@Suite("What publishers publish")
struct WalksTests {
    @Test("numbers of an aggregate follow each other; refused ones come again, and after a doubtful one nothing comes")
    func outcomes() {
        var random = SeededGenerator("walks")
        var walks = Walks(publisher: 1, life: 2, firstOrdinal: 1, ordinalStep: 4, seed: random.next())
        var appended: [AggregateName: Int] = [:]
        var ended: Set<AggregateName> = []
        var sizes: Set<Int> = []
        for _ in 0..<2_000 {
            let events = walks.pick()
            sizes.insert(events.count)
            #expect(Set(events).count == events.count)
            // All or nothing for what is told apart by aggregate: what a transaction and an outage do.
            let outcomes: [Walks.Outcome] = [.appended, .appended, .appended, .again, .ended]
            let outcome = outcomes.randomElement(using: &random) ?? .appended
            let isFresh = ended.isDisjoint(with: events.map(\.aggregate))
            #expect(isFresh)
            if outcome == .ended { ended.formUnion(events.map(\.aggregate)) }
            for event in events where outcome == .appended {
                #expect(event.number == appended[event.aggregate, default: 0] + 1)
                appended[event.aggregate] = event.number
            }
            walks.settle(events.map { (event: $0, outcome: outcome) })
        }
        #expect(sizes.contains(1) && (sizes.max() ?? 0) > 20)
        #expect(ended.count > 64)
    }

    @Test("tasks and lives of a publisher never share an aggregate")
    func apart() {
        var seen: Set<AggregateName> = []
        for life in 1...2 {
            for task in 0..<4 {
                var walks = Walks(publisher: 0, life: life, firstOrdinal: task, ordinalStep: 4, seed: 9)
                var mine: Set<AggregateName> = []
                for _ in 0..<200 { mine.formUnion(walks.pick().map(\.aggregate)) }
                let isApart = seen.isDisjoint(with: mine)
                #expect(isApart)
                seen.formUnion(mine)
            }
        }
    }
}
