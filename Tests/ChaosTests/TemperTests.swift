import Testing

@testable import EventBusChaos

@Suite("How handlers behave")
struct TemperTests {
    private static let events = (1...200_000).map { EventName(AggregateName(publisher: 0, life: 1, ordinal: $0), 1) }

    @Test("each mood comes as often as asked for, and the same event always finds the same")
    func shares() {
        let temper = Temper(flaky: 50, slow: 20, picky: 10, deadly: 500)
        var moods: [String: Int] = [:]
        for event in Self.events {
            let mood = temper.mood(for: event, attempt: 1)
            #expect(temper.mood(for: event, attempt: 1) == mood)
            switch mood {
            case .handle: moods["handle", default: 0] += 1
            case .fail: moods["fail", default: 0] += 1
            case .linger(let pause):
                moods["slow", default: 0] += 1
                #expect(pause <= .milliseconds(1_500))
            case .reject: moods["reject", default: 0] += 1
            case .die: moods["die", default: 0] += 1
            }
        }
        #expect((9_500...10_500).contains(moods["fail"] ?? 0))
        #expect((3_700...4_300).contains(moods["slow"] ?? 0))
        #expect((1_800...2_200).contains(moods["reject"] ?? 0))
        #expect((850...1_150).contains(moods["die"] ?? 0))
    }

    @Test("what fails at first is handled at the third attempt")
    func patience() {
        let temper = Temper(flaky: 1_000, slow: 0, picky: 0, deadly: 0)
        let attempts = Self.events.prefix(1_000).map { event in
            (1...3).first { temper.mood(for: event, attempt: $0) == .handle }
        }
        #expect(Set(attempts) == [2, 3])
    }
}
