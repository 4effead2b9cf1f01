import EventBus
import RedisEventBus
import TestSupport
import Testing

@testable import EventBusOperations

@Suite("Rates of events")
struct EventRatesTests {
    @Test("what is counted in a second shows when it is over, and leaves after a minute")
    func ring() {
        var ring = RateRing(at: 100)
        ring.add(2, at: 100)
        ring.add(1, at: 100)
        #expect(ring.recent(at: 100) == [Int](repeating: 0, count: 60))
        #expect(ring.recent(at: 101).last == 3)
        ring.add(5, at: 103)
        #expect(Array(ring.recent(at: 104).suffix(4)) == [3, 0, 0, 5])
        #expect(ring.recent(at: 160).first == 3)
        #expect(ring.recent(at: 161).first == 0 && ring.recent(at: 161).reduce(0, +) == 5)
        #expect(ring.recent(at: 10_000).allSatisfy { $0 == 0 })
        #expect(ring.total == 8)
    }

    @Test("a clock that is set back moves nothing")
    func setBack() {
        var ring = RateRing(at: 50)
        ring.add(1, at: 50)
        ring.add(1, at: 10)
        #expect(ring.recent(at: 51).last == 2)
    }

    @Test("the mean is that of the last ten seconds")
    func mean() {
        let recent = [Int](repeating: 9, count: 50) + [0, 0, 0, 0, 0, 0, 0, 0, 0, 5]
        let overview = EventRateOverview(type: "e", stream: "s", total: 1, recent: recent)
        #expect(overview.perSecond == 0.5)
    }

    @Test("every event of the log is counted under its type, also after the server was away")
    func counting() async throws {
        try await OverviewBench.run { bench in
            try await bench.publish(1)
            let rates = EventRates(bus: bench.bus, logger: OverviewBench.quiet)
            let running = Task { try await rates.run() }
            defer { running.cancel() }
            func total(_ type: String) -> Int { rates.overview.first { $0.type == type }?.total ?? -1 }
            // It counts from the moment on at which it begins to read.
            let hasBegun = try await eventually {
                try await bench.publish(1)
                return total("model_registered") > 0
            }
            #expect(hasBegun)
            let before = total("model_registered")
            try await bench.publish(7)
            #expect(await eventually { total("model_registered") >= before + 7 })
            #expect(total("deployed") == 0)
            #expect(rates.overview.map(\.type) == bench.bus.events.map(\.type))
            try await bench.server.restart()
            let goesOn = try await eventually {
                let before = total("model_registered")
                do { try await bench.publish(1) } catch is PublishError { return false }
                return await eventually(within: .milliseconds(200)) { total("model_registered") > before }
            }
            #expect(goesOn)
            running.cancel()
            try await running.value
        }
    }
}
