import EventBus

/// What a bus in memory knows of time, whatever clock it was given.
struct BusTime: Sendable {
    /// The time since the bus was made.
    let elapsed: @Sendable () -> Duration
    /// Does something once that much time has passed.
    let schedule: @Sendable (_ at: Duration, _ action: @escaping @Sendable () -> Void) -> Void
    /// What the calendar said when the bus was made.
    let start: Timestamp

    /// Time that a test moves. The calendar starts at a fixed day, so that two runs of a test write the same times.
    init(_ clock: TestClock) {
        let begun = clock.now
        elapsed = { begun.duration(to: clock.now) }
        schedule = { at, action in clock.schedule(at: begun.sinceStart + at, action) }
        start = Timestamp(microseconds: 1_767_225_600_000_000)
    }

    /// Time that passes by itself.
    init<C: Clock>(_ clock: C) where C.Duration == Duration {
        let begun = clock.now
        elapsed = { begun.duration(to: clock.now) }
        schedule = { at, action in
            Task {
                try? await clock.sleep(until: begun.advanced(by: at), tolerance: .zero)
                action()
            }
        }
        start = .now
    }

    /// The calendar's time at a moment of the bus.
    func timestamp(at elapsed: Duration) -> Timestamp {
        Timestamp(microseconds: start.microseconds + Int64(elapsed / .microseconds(1)))
    }
}
