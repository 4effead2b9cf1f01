import EventBusTesting
import Testing

@Suite("The test clock")
struct TestClockTests {
    @Test("sleepers wake in the order of their deadlines, each at its own")
    func order() async throws {
        let clock = TestClock()
        let woken = Seen()
        let tasks = [30, 10, 20].map { seconds in
            Task {
                try await clock.sleep(until: clock.now.advanced(by: .seconds(seconds)))
                woken.add("\(seconds) at \(clock.now.sinceStart.components.seconds)")
            }
        }
        // They need to have gone to sleep.
        for _ in 0..<100 { await Task.yield() }
        await clock.advance(by: .seconds(25))
        while woken.all.count < 2 { await Task.yield() }
        #expect(woken.all == ["10 at 10", "20 at 20"])
        await clock.advance(by: .seconds(5))
        for task in tasks { try await task.value }
        #expect(woken.all.last == "30 at 30")
    }

    @Test("a sleep that is cancelled ends at once, and so does one into the past")
    func cancellation() async throws {
        let clock = TestClock()
        let sleeping = Task { try await clock.sleep(for: .seconds(1)) }
        sleeping.cancel()
        await #expect(throws: CancellationError.self) { try await sleeping.value }
        try await clock.sleep(until: clock.now)
    }
}
