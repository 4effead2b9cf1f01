import Testing

@testable import EventBusChaos

@Suite("Histories beside the log")
struct HistoriesTests {
    private static let aggregate = AggregateName(publisher: 0, life: 1, ordinal: 1)

    private static func entries(_ numbers: [(version: UInt64, number: Int)]) -> [Histories.Entry] {
        numbers.map { Histories.Entry(version: $0.version, event: EventName(aggregate, $0.number)) }
    }

    private var histories: Histories {
        var histories = Histories()
        for number in 1...3 { histories.takeLog(EventName(Self.aggregate, number)) }
        return histories
    }

    @Test("the same events in the same order, counted from 1, are no difference")
    func same() {
        #expect(histories.difference(of: Self.aggregate, Self.entries([(1, 1), (2, 2), (3, 3)])) == nil)
    }

    @Test(
        "anything else is",
        arguments: [
            [], [(1, 1), (2, 2)], [(1, 1), (2, 3), (3, 2)], [(1, 1), (3, 2), (4, 3)], [(1, 1), (2, 2), (3, 3), (4, 4)],
            [(1, 1), (2, 2), (3, 2)],
        ] as [[(version: UInt64, number: Int)]])
    func different(_ numbers: [(version: UInt64, number: Int)]) {
        #expect(histories.difference(of: Self.aggregate, Self.entries(numbers)) != nil)
    }
}
