import EventBus
import EventBusOperations
import RedisEventBus
import TestSupport
import Testing

@Suite("Watching a bus")
struct OverviewWatchTests {
    /// Runs a watch beside a test.
    private func watching(
        _ source: OverviewSource, pace: WatchPace = WatchPace(), _ body: (OverviewWatch) async throws -> Void
    ) async throws {
        let watch = OverviewWatch(source: source, pace: pace)
        let running = Task { try await watch.run() }
        do { try await body(watch) } catch {
            running.cancel()
            throw error
        }
        running.cancel()
        try await running.value
    }

    private var quick: WatchPace {
        var pace = WatchPace()
        (pace.watched, pace.idle) = (.milliseconds(20), .seconds(60))
        return pace
    }

    @Test("a hundred readers each see the overviews that come, and the watch is idle when they are gone")
    func readers() async throws {
        try await OverviewBench.run { bench in
            try await watching(bench.source, pace: quick) { watch in
                await withTaskGroup(of: Int.self) { group in
                    for _ in 0..<100 {
                        group.addTask {
                            var seen: Set<Timestamp> = []
                            for await overview in watch.overviews() {
                                seen.insert(overview.time)
                                if seen.count == 3 { break }
                            }
                            return seen.count
                        }
                    }
                    for await count in group { #expect(count == 3) }
                }
                // One question may have been under way; behind it nothing comes for a minute.
                let last = await watch.overview()
                #expect(await watch.overview(notOlderThan: .seconds(60)).time >= last.time)
            }
        }
    }

    @Test("a reader that takes nothing finds the newest overview, and not the backlog")
    func slowReader() async throws {
        try await OverviewBench.run { bench in
            try await watching(bench.source, pace: quick) { watch in
                var slow = watch.overviews().makeAsyncIterator()
                _ = await slow.next()
                var seen: [Timestamp] = []
                for await overview in watch.overviews() {
                    seen.append(overview.time)
                    if seen.count == 5 { break }
                }
                let found = try #require(await slow.next()).time
                #expect(found >= seen[3])
            }
        }
    }

    @Test("while Redis is away the streams are shown as last seen, and they change again after its return")
    func away() async throws {
        try await OverviewBench.run(deadline: .seconds(1)) { bench in
            try await bench.publish(3)
            try await watching(bench.source, pace: quick) { watch in
                var states: [(isReachable: Bool, length: Int)] = []
                for await overview in watch.overviews() {
                    guard let length = overview.streams.first?.length else { continue }
                    states.append((overview.server.isReachable, length))
                    if states.count == 1 { bench.server.kill() }
                    if !overview.server.isReachable { break }
                }
                let last = try #require(states.last)
                #expect(!last.isReachable && last.length == 3)
                try await bench.server.start()
                // Nothing was on a disk: the log is empty now.
                let isBack = await eventually { await watch.overview(notOlderThan: .zero).streams.first?.length == 0 }
                #expect(isBack)
            }
        }
    }

    @Test("an overview on demand is fresh, though the watch is idle")
    func onDemand() async throws {
        try await OverviewBench.run { bench in
            var pace = quick
            pace.idle = .seconds(600)
            try await watching(bench.source, pace: pace) { watch in
                #expect(await eventually { watch.latest != nil })
                try await bench.publish(2)
                let overview = await watch.overview(notOlderThan: .zero)
                #expect(overview.streams.first?.length == 2)
            }
        }
    }

    @Test("readers end with the watch, and who comes later gets the last overview and the end")
    func end() async throws {
        try await OverviewBench.run { bench in
            let watch = OverviewWatch(source: bench.source, pace: quick)
            let running = Task { try await watch.run() }
            let reading = Task {
                var count = 0
                for await _ in watch.overviews() { count += 1 }
                return count
            }
            #expect(await eventually { watch.latest != nil })
            running.cancel()
            try await running.value
            #expect(await reading.value > 0)
            var late = 0
            for await _ in watch.overviews() { late += 1 }
            #expect(late == 1)
            #expect(await watch.overview().server.isReachable)
        }
    }

    @Test("a server that answers slowly is asked half of the time at most", arguments: [true, false])
    func stretching(isWatched: Bool) {
        let pace = WatchPace()
        #expect(pace.interval(isWatched: isWatched, took: .milliseconds(3)) == (isWatched ? .seconds(1) : .seconds(5)))
        #expect(pace.interval(isWatched: isWatched, took: .seconds(4)) == .seconds(8))
    }
}
