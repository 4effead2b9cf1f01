/// How long something has not changed, by the watcher's own clock.
///
/// Nothing that a server's or another machine's clock says comes in: setting one back neither kills nor saves anybody.
struct BeatWatch<Mark: Equatable & Sendable>: Sendable {
    private var last: (mark: Mark, since: ContinuousClock.Instant)?

    /// What was seen at a moment.
    mutating func observe(_ mark: Mark, at now: ContinuousClock.Instant) {
        if last?.mark != mark { last = (mark, now) }
    }

    /// How long it has been as it was seen last; zero where nothing was.
    func stood(at now: ContinuousClock.Instant) -> Duration {
        last.map { now - $0.since } ?? .zero
    }
}
