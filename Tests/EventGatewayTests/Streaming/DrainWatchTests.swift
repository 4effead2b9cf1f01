import Testing

@testable import EventGateway

@Suite("Whether a client takes what it is sent")
struct DrainWatchTests {
    private let start = ContinuousClock.now

    private func second(_ number: Int) -> ContinuousClock.Instant { start + .seconds(number) }

    @Test("one for whom nothing is kept has not stalled, however quiet it is")
    func quiet() {
        let watch = DrainWatch(at: start)
        watch.hand(100)
        for number in [1, 50, 500] { #expect(watch.stall(keeping: 0, at: second(number)) == .zero) }
    }

    @Test("one that takes nothing stalls from when it last took something, also while more is handed over")
    func stalled() {
        let watch = DrainWatch(at: start)
        watch.hand(1_000)
        #expect(watch.stall(keeping: 400, at: second(1)) == .zero)
        #expect(watch.stall(keeping: 400, at: second(4)) == .seconds(3))
        watch.hand(500)
        // What frames the chunk is kept, too.
        #expect(watch.stall(keeping: 908, at: second(9)) == .seconds(8))
    }

    @Test("one that takes slowly has not stalled, also where no less is kept for it than before")
    func slow() {
        let watch = DrainWatch(at: start)
        watch.hand(60_000)
        #expect(watch.stall(keeping: 60_000, at: second(1)) == .seconds(1))
        for number in 2..<40 {
            watch.hand(10)
            #expect(watch.stall(keeping: 60_000, at: second(number)) == .zero)
        }
    }
}
