import Synchronization

/// The loops of this process, and when each turned last: by this a healthy process with a dead loop is told from a healthy one.
///
/// A loop that tries again while the server is away turns, and is alive: it comes back by itself, and nothing is won by a restart.
/// One that ended because it was told to is no longer listed; one that ended with an error stays, dead, until another of its
/// name begins.
public final class LoopHeartbeats: Sendable {
    /// For how long a loop may stand still, unless its pace asks for more.
    public static let usualBound = Duration.seconds(15)

    private struct State {
        var running: [ObjectIdentifier: LoopHeartbeat] = [:]
        /// By name.
        var failed: [String: (since: ContinuousClock.Instant, failure: String)] = [:]
    }

    private let state = Mutex(State())

    /// Makes a list of no loops.
    public init() {}

    /// Every loop, by name.
    ///
    /// - Parameter now: The time to which ages are reckoned.
    public func statuses(now: ContinuousClock.Instant = .now) -> [LoopStatus] {
        let (running, failed) = state.withLock { (Array($0.running.values), $0.failed) }
        let statuses =
            running.map { $0.status(now: now) }
            + failed.map { LoopStatus(name: $0, age: $1.since.duration(to: now), isDead: true, failure: $1.failure) }
        return statuses.sorted { ($0.name, $0.age) < ($1.name, $1.age) }
    }

    /// Runs a loop, and lists it as long as it runs.
    ///
    /// - Parameters:
    ///   - name: What loops.
    ///   - bound: For how long it may stand still.
    ///   - body: The loop; it beats once a turn. An error that is no cancellation leaves it listed as dead.
    package func run<Result>(
        _ name: String, bound: Duration = usualBound, isolation: isolated (any Actor)? = #isolation,
        _ body: (LoopHeartbeat) async throws -> Result
    ) async throws -> Result {
        let heartbeat = begin(name, bound: bound)
        do {
            let result = try await LoopHeartbeat.$current.withValue(heartbeat) { try await body(heartbeat) }
            end(heartbeat, nil)
            return result
        } catch {
            end(heartbeat, error is CancellationError ? nil : String(describing: error))
            throw error
        }
    }

    private func begin(_ name: String, bound: Duration) -> LoopHeartbeat {
        let heartbeat = LoopHeartbeat(name: name, bound: bound)
        state.withLock { state in
            state.failed[name] = nil
            state.running[ObjectIdentifier(heartbeat)] = heartbeat
        }
        return heartbeat
    }

    private func end(_ heartbeat: LoopHeartbeat, _ failure: String?) {
        state.withLock { state in
            state.running[ObjectIdentifier(heartbeat)] = nil
            if let failure { state.failed[heartbeat.name] = (.now, failure) }
        }
    }
}
