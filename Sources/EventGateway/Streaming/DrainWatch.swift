import Synchronization

/// Whether a client takes what it is sent.
///
/// What was handed to its connection and is not kept there any more has gone to the client's side. The few bytes by which
/// HTTP frames a chunk aren't counted: they make what was taken look a little less, never more.
final class DrainWatch: Sendable {
    private struct State {
        var handed = 0
        /// The most that is known to have been taken.
        var taken = 0
        var since: ContinuousClock.Instant
    }

    private let state: Mutex<State>

    init(at now: ContinuousClock.Instant = .now) { state = Mutex(State(since: now)) }

    /// So many bytes were handed to the connection.
    func hand(_ bytes: Int) { state.withLock { $0.handed += bytes } }

    /// Looks at the connection again.
    ///
    /// - Parameter kept: How many bytes the connection keeps that could not be sent yet.
    /// - Returns: For how long the client has taken nothing though there was something for it.
    func stall(keeping kept: Int, at now: ContinuousClock.Instant = .now) -> Duration {
        state.withLock { state in
            let taken = state.handed - kept
            if kept == 0 || taken > state.taken {
                state.taken = max(state.taken, taken)
                state.since = now
            }
            return state.since.duration(to: now)
        }
    }
}
