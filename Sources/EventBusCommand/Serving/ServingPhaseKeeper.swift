import EventGateway
import ServiceLifecycle
import Synchronization

/// Knows where the process is in its life. As a service it is shut down first: from then on `/ready` says no, and after a delay,
/// in which a load balancer can hear of it, the others are drained.
final class ServingPhaseKeeper: Service {
    private let current = Mutex(ServingPhase.starting("the gateway does not listen yet"))
    private let drainDelay: Duration

    init(drainDelay: Duration) {
        self.drainDelay = drainDelay
    }

    /// The phase now.
    var phase: ServingPhase { current.withLock { $0 } }

    /// Notes another phase; draining is the last.
    func set(_ phase: ServingPhase) {
        current.withLock { if $0 != .draining { $0 = phase } }
    }

    func run() async throws {
        try await gracefulShutdown()
        set(.draining)
        try await Task.sleep(for: drainDelay)
    }
}
