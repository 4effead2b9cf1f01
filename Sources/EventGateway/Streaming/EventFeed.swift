import CatalogueEvents
import EventBus
import Logging
import NIOCore
import RedisEventBus
import Synchronization

/// One reading of some streams for all clients that follow just these: each event is encoded once, and its bytes are shared.
///
/// It runs while it has clients. It keeps the last pages and no queue for a client: who falls behind reads the log.
final class EventFeed: Sendable {
    /// What a feed is of.
    struct Key: Sendable, Hashable {
        let streams: [String]
        let isRedacted: Bool
    }

    /// What a client finds that looks for pages.
    enum Answer: Sendable {
        case pages(ArraySlice<FeedPage>)
        /// There is nothing new.
        case upToDate
        /// The page is no longer kept: read the log.
        case behind
        /// The feed has ended, e.g. because the server refuses the password.
        case ended
    }

    private struct State {
        /// Where each stream's reader stands; `nil` as long as it has not begun.
        var places: [Cursor?]
        /// `nil` as long as not all have begun.
        var ring: FeedRing?
        /// What was read and not yet given out.
        var draft = PageDraft()
        /// Clients that are not among the pages yet.
        var waiters: [ObjectIdentifier: CheckedContinuation<Void, Never>] = [:]
        /// Clients that are, by event loop.
        var followers: [ObjectIdentifier: LoopFollowers] = [:]
        var clients = 0
        var reading: Task<Void, Never>?
        var hasEnded = false
    }

    let streams: [StreamDeclaration]
    let encoder: FrameEncoder
    private let bus: RedisEventBus
    private let limits: StreamLimits
    private let logger: Logger
    private let state: Mutex<State>

    init(
        of streams: [StreamDeclaration], on bus: RedisEventBus, encoder: FrameEncoder, limits: StreamLimits,
        logger: Logger
    ) {
        self.streams = streams
        self.bus = bus
        self.encoder = encoder
        self.limits = limits
        self.logger = logger
        state = Mutex(State(places: Array(repeating: nil, count: streams.count)))
    }

    // MARK: Clients

    /// A client comes: the first one starts the reading.
    ///
    /// - Returns: Whether it may; not where the feed has ended.
    func join() -> Bool {
        state.withLock { state in
            guard !state.hasEnded else { return false }
            state.clients += 1
            // On its own: it outlives the request that starts it.
            if state.reading == nil { state.reading = Task.detached { await self.read() } }
            return true
        }
    }

    /// A client leaves: the last one ends the reading, and the feed with it.
    ///
    /// - Returns: Whether it has ended.
    func leave() -> Bool {
        let (hasEnded, reading) = state.withLock { state in
            state.clients -= 1
            guard state.clients == 0 else { return (state.hasEnded, nil as Task<Void, Never>?) }
            state.hasEnded = true
            return (true, state.reading)
        }
        reading?.cancel()
        return hasEnded
    }

    /// Where the pages end, and the number of the next one; `nil` as long as nobody knows.
    var end: (cursor: StreamCursor, number: Int)? {
        state.withLock { state in state.ring.map { ($0.end, $0.next) } }
    }

    /// The number of the page from which on a client goes on; see ``FeedRing/number(for:isCertain:)``.
    func number(for cursor: StreamCursor, isCertain: Bool) -> Int? {
        state.withLock { $0.ring?.number(for: cursor, isCertain: isCertain) }
    }

    /// The pages from a number on, of so many bytes or a little more.
    func pages(from number: Int, upTo limit: Int) -> Answer {
        state.withLock { state in
            guard let ring = state.ring else { return state.hasEnded ? .ended : .upToDate }
            guard let pages = ring.pages(from: number, upTo: limit) else { return .behind }
            if pages.isEmpty { return state.hasEnded ? .ended : .upToDate }
            return .pages(pages)
        }
    }

    /// Those who follow the pages on an event loop.
    func followers(on eventLoop: any EventLoop) -> LoopFollowers {
        state.withLock { state in
            if let followers = state.followers[ObjectIdentifier(eventLoop)] { return followers }
            let followers = LoopFollowers(on: eventLoop)
            state.followers[ObjectIdentifier(eventLoop)] = followers
            return followers
        }
    }

    /// Waits until it is known where the pages end, the feed ends, or the client is to be served no longer.
    func waitForEnd(_ stop: ClientStop) async { await wait(for: -1, stop) }

    /// Waits until there is a page of that number, the feed ends, or the client is to be served no longer. Returns at once
    /// where that is so.
    func wait(for number: Int, _ stop: ClientStop) async {
        await withCheckedContinuation { waiter in
            let mayGo = state.withLock { state in
                // Whoever stops a client looks for its waiter afterwards.
                if state.hasEnded || stop.reason != nil { return true }
                if let ring = state.ring, number < ring.next { return true }
                state.waiters[ObjectIdentifier(stop)] = waiter
                return false
            }
            if mayGo { waiter.resume() }
        }
    }

    /// Ends the waiting of a client that is to be served no longer.
    func wake(_ stop: ClientStop) {
        state.withLock { $0.waiters.removeValue(forKey: ObjectIdentifier(stop)) }?.resume()
    }

    // MARK: Reading

    private func read() async {
        let (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, stream) in streams.enumerated() {
                    group.addTask {
                        try await self.read(stream, index) { signal.yield() }
                    }
                }
                group.addTask { await self.giveOut(on: signals) }
                group.addTask { try await self.beat() }
                try await group.waitForAll()
            }
        } catch is CancellationError {
        } catch {
            logger.error("a live stream can't be read any more", metadata: ["error": "\(error)"])
        }
        wakeAll { $0.hasEnded = true }
    }

    private func read(_ stream: StreamDeclaration, _ index: Int, signal: @Sendable () -> Void) async throws {
        var items = bus.subscribe(to: stream, from: .now).marked.makeAsyncIterator()
        guard let start = try await items.begin() else { throw CancellationError() }
        begin(index, at: start)
        while let item = try await items.next() {
            let (encoded, cursor, partition): (FrameEncoder.Encoded, Cursor, Int) =
                switch item {
                case .event(let event): (encoder.encode(event, stream: stream), event.cursor, event.partition)
                case .gap(let gap): (encoder.encode(gap), gap.cursor, gap.partition)
                case .foreign(let entry): (encoder.encode(entry, stream: stream), entry.cursor, entry.partition)
                }
            let isBreak = if case .gap = item { true } else { false }
            take(encoded, index, partition, cursor, isBreak: isBreak)
            signal()
        }
        throw CancellationError()
    }

    private func begin(_ index: Int, at cursor: Cursor) {
        let isKnown = state.withLock { state in
            state.places[index] = cursor
            let places = state.places.compactMap { $0 }
            guard places.count == streams.count else { return false }
            let end = StreamCursor(streams: streams.map(\.name), places: places)
            state.ring = FeedRing(from: end, frames: limits.frames, bytes: limits.bytes)
            return true
        }
        if isKnown { wakeAll { _ in } }
    }

    private func take(
        _ encoded: FrameEncoder.Encoded, _ index: Int, _ partition: Int, _ cursor: Cursor, isBreak: Bool
    ) {
        let isFull = state.withLock { state in
            state.places[index] = cursor
            // Nobody has begun to read before all streams have.
            guard state.ring != nil else { return false }
            let joint = StreamCursor(streams: streams.map(\.name), places: state.places.compactMap { $0 })
            state.draft.append(encoded, stream: index, partition, cursor, at: joint, isBreak: isBreak)
            return state.draft.isFull
        }
        if isFull { wakeAll { Self.turnPage(&$0) } }
    }

    /// Gives out what was read as soon as it was read, and then not again before a pause that grows with the clients.
    private func giveOut(on signals: AsyncStream<Void>) async {
        for await _ in signals {
            let clients = state.withLock { $0.clients }
            wakeAll { Self.turnPage(&$0) }
            let pause = limits.pause(clients: clients)
            guard pause >= .milliseconds(1) else { continue }
            do { try await Task.sleep(for: pause) } catch { return }
        }
    }

    private func beat() async throws {
        while true {
            try await Task.sleep(for: limits.heartbeat)
            guard end != nil else { continue }
            wakeAll { state in
                Self.turnPage(&state)
                guard let end = state.ring?.end else { return }
                state.ring?.append(.heartbeat(at: end))
            }
        }
    }

    private static func turnPage(_ state: inout State) {
        guard let end = state.ring?.end, let page = state.draft.finish(after: end) else { return }
        state.ring?.append(page)
    }

    private func wakeAll(_ change: (inout State) -> Void) {
        let (waiters, followers) = state.withLock { state in
            change(&state)
            defer { state.waiters = [:] }
            return (Array(state.waiters.values), Array(state.followers.values))
        }
        for waiter in waiters { waiter.resume() }
        for followers in followers { followers.deliver() }
    }
}
