internal import EventBus
internal import RedisEventBus
internal import ServiceLifecycle
internal import Synchronization

/// Keeps the last ``BusOverview``, and lets any number of readers wait for the next one.
///
/// It asks once a second while somebody reads, more rarely while nobody does, and one question at a time. While Redis is away
/// the streams and queues are shown as they were last seen.
package final class OverviewWatch: Service, Sendable {
    private let source: OverviewSource
    private let pace: WatchPace
    private let bell = Bell()
    private let state = Mutex(State())

    private struct State {
        var latest: BusOverview?
        var heardAt: ContinuousClock.Instant?
        var readers: [Int: AsyncStream<BusOverview>.Continuation] = [:]
        var lastReader = 0
        var phase = Phase.new
    }

    private enum Phase { case new, running, over }

    /// - Parameters:
    ///   - source: Whom to ask.
    ///   - pace: How often.
    package init(source: OverviewSource, pace: WatchPace = WatchPace()) {
        self.source = source
        self.pace = pace
    }

    /// The last overview; `nil` until the first question has been answered.
    package var latest: BusOverview? { state.withLock { $0.latest } }

    /// The overviews from now on, the last known one at once. A reader that is slower than the watch gets the newest and
    /// misses the others. It ends with the watch, or when its task is cancelled.
    package func overviews() -> AsyncStream<BusOverview> { overviews(beginningWithLatest: true) }

    /// An overview that is no older than this: the last one where it is fresh enough, else the next. Two seconds after it was
    /// asked for at the latest; where there is no answer until then, it is the last known one.
    package func overview(notOlderThan age: Duration = .seconds(1)) async -> BusOverview {
        let known = state.withLock { state -> BusOverview? in
            guard state.phase == .running else { return nil }
            return state.heardAt.flatMap { .now - $0 <= age ? state.latest : nil }
        }
        if let known { return known }
        guard state.withLock({ $0.phase == .running }) else { return await source.ask() }
        let readings = overviews(beginningWithLatest: false)
        let next = await withTaskGroup(of: BusOverview?.self) { group in
            group.addTask {
                for await overview in readings { return overview }
                return nil
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(2))
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        if let next { return next }
        if let latest { return latest }
        return await source.ask()
    }

    private func overviews(beginningWithLatest: Bool) -> AsyncStream<BusOverview> {
        let (stream, reader) = AsyncStream<BusOverview>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state -> Int? in
            if beginningWithLatest, let latest = state.latest { reader.yield(latest) }
            guard state.phase != .over else { return nil }
            state.lastReader += 1
            state.readers[state.lastReader] = reader
            return state.lastReader
        }
        guard let id else {
            reader.finish()
            return stream
        }
        reader.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.readers.removeValue(forKey: id) }
        }
        bell.ring()
        return stream
    }

    /// Asks until the service is shut down or the task is cancelled.
    package func run() async throws {
        state.withLock { $0.phase = .running }
        await cancelWhenGracefulShutdown { await self.watch() }
        let readers = state.withLock { state in
            defer { (state.phase, state.readers) = (.over, [:]) }
            return state.readers.values
        }
        for reader in readers { reader.finish() }
    }

    private func watch() async {
        await withTaskCancellationHandler {
            while !Task.isCancelled {
                let began = ContinuousClock.now
                publish(await source.ask())
                await rest(from: began, took: .now - began)
            }
        } onCancel: {
            bell.ring()
        }
    }

    private func publish(_ overview: BusOverview) {
        let (overview, readers) = state.withLock { state in
            let shown = overview.keeping(state.latest)
            (state.latest, state.heardAt) = (shown, .now)
            return (shown, Array(state.readers.values))
        }
        for reader in readers { reader.yield(overview) }
    }

    /// Waits until the next question is due: sooner where a reader comes meanwhile.
    private func rest(from began: ContinuousClock.Instant, took: Duration) async {
        while !Task.isCancelled {
            let isWatched = state.withLock { !$0.readers.isEmpty }
            let remaining = began + pace.interval(isWatched: isWatched, took: took) - .now
            guard remaining > .zero else { return }
            await bell.wait(atMost: remaining)
        }
    }
}

extension BusOverview {
    /// The overview with what was last seen of streams and queues, where the server can't be asked now.
    func keeping(_ last: BusOverview?) -> BusOverview {
        guard !server.isReachable, let last else { return self }
        var overview = self
        (overview.streams, overview.queues) = (last.streams, last.queues)
        return overview
    }
}
