import Synchronization

/// A clock that moves only when a test moves it, so that retries, time-outs and take-overs take no time.
///
/// ```swift
/// let clock = TestClock()
/// let bus = InMemoryEventBus(events: Catalogue.declarations, clock: clock)
/// …
/// await clock.advance(by: .seconds(30))
/// ```
///
/// Whoever sleeps on it wakes in the order of the deadlines, those of one deadline in the order in which they began. One
/// task moves the clock; any number sleep on it.
public final class TestClock: Clock, Sendable {
    /// A moment of a test clock: its distance from the clock's start.
    public struct Instant: InstantProtocol, Sendable, Hashable {
        /// The time since the clock was made.
        public let sinceStart: Duration

        /// The moment that lies `duration` later.
        public func advanced(by duration: Duration) -> Instant { Instant(sinceStart: sinceStart + duration) }

        /// How much later `other` is.
        public func duration(to other: Instant) -> Duration { other.sinceStart - sinceStart }

        /// The order of time.
        public static func < (left: Instant, right: Instant) -> Bool { left.sinceStart < right.sinceStart }
    }

    /// What happens at a deadline.
    private enum Alarm {
        case resume(CheckedContinuation<Void, any Error>, HandlerRun?)
        case action(@Sendable () -> Void)
    }

    private struct State {
        var now = Instant(sinceStart: .zero)
        var alarms: [(deadline: Instant, ticket: Int, alarm: Alarm)] = []
        var cancelled: Set<Int> = []
        var nextTicket = 0
        var settling: [@Sendable () async -> Attendance] = []

        mutating func insert(_ alarm: Alarm, at deadline: Instant, ticket: Int) {
            let place = alarms.firstIndex { $0.deadline > deadline } ?? alarms.count
            alarms.insert((deadline, ticket, alarm), at: place)
        }
    }

    /// Whether one who settles after each step of the clock is still there.
    package enum Attendance: Sendable {
        case present
        case gone
    }

    private let state = Mutex(State())

    /// A clock that stands at its start.
    public init() {}

    /// Where the clock stands.
    public var now: Instant { state.withLock { $0.now } }

    /// A test clock has no grain.
    public var minimumResolution: Duration { .zero }

    /// Moves the clock, stopping at each deadline on the way: who sleeps until then is woken, and what that sets off on
    /// the buses that use this clock is done, before the clock goes on.
    ///
    /// A handler that waits for something other than this clock is waited for a few seconds of real time, and then left
    /// behind; ``InMemoryEventBus/drain(within:)`` names it.
    ///
    /// - Parameter duration: By how much; at least zero.
    public func advance(by duration: Duration) async {
        precondition(duration >= .zero, "time goes forward")
        let target = now.advanced(by: duration)
        await settle()
        while let alarm = takeNext(until: target) {
            switch alarm {
            case .action(let action): action()
            case .resume(let sleeper, let run):
                run?.wokeUp()
                sleeper.resume()
                // A sleeper that is no handler is known to nobody; it gets the processor for a moment.
                if run == nil { for _ in 0..<10 { await Task.yield() } }
            }
            await settle()
        }
        state.withLock { $0.now = max($0.now, target) }
        await settle()
    }

    /// Sleeps until the clock is moved to the deadline or past it.
    ///
    /// - Throws: `CancellationError` as soon as the task is cancelled.
    public func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
        let run = HandlerRun.current
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { sleeper in
                let atOnce: Result<Void, any Error>? = state.withLock { state in
                    if state.cancelled.remove(ticket) != nil { return .failure(CancellationError()) }
                    if deadline <= state.now { return .success(()) }
                    state.insert(.resume(sleeper, run), at: deadline, ticket: ticket)
                    return nil
                }
                if let atOnce { sleeper.resume(with: atOnce) } else { run?.fellAsleep() }
            }
        } onCancel: {
            cancel(ticket)
        }
        state.withLock { _ = $0.cancelled.remove(ticket) }
    }

    /// Does something when the clock gets there; nothing waits for it.
    package func schedule(at sinceStart: Duration, _ action: @escaping @Sendable () -> Void) {
        state.withLock { state in
            state.nextTicket += 1
            state.insert(.action(action), at: Instant(sinceStart: sinceStart), ticket: state.nextTicket)
        }
    }

    /// Has `settle` called after each step of the clock, until it says that it is gone.
    package func afterEachStep(_ settle: @escaping @Sendable () async -> Attendance) {
        state.withLock { $0.settling.append(settle) }
    }

    private func settle() async {
        let settling = state.withLock { $0.settling }
        var gone: Set<Int> = []
        for (index, settle) in settling.enumerated() where await settle() == .gone { gone.insert(index) }
        guard !gone.isEmpty else { return }
        state.withLock { state in
            state.settling = state.settling.enumerated().filter { !gone.contains($0.offset) }.map(\.element)
        }
    }

    private func takeNext(until target: Instant) -> Alarm? {
        state.withLock { state in
            guard let first = state.alarms.first, first.deadline <= target else { return nil }
            state.alarms.removeFirst()
            state.now = max(state.now, first.deadline)
            return first.alarm
        }
    }

    private func cancel(_ ticket: Int) {
        let alarm = state.withLock { state -> Alarm? in
            guard let index = state.alarms.firstIndex(where: { $0.ticket == ticket }) else {
                state.cancelled.insert(ticket)
                return nil
            }
            return state.alarms.remove(at: index).alarm
        }
        guard case .resume(let sleeper, let run) = alarm else { return }
        run?.wokeUp()
        sleeper.resume(throwing: CancellationError())
    }
}
