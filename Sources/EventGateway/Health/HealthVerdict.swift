import ConfiguredEventBus
import EventBus

/// How the service is, from how its parts are: a pure value.
struct HealthVerdict: Sendable, Hashable {
    /// In the words of the guide.
    enum Status: String, Sendable, Hashable {
        case healthy
        /// It serves, but not everything, or not as it should.
        case degraded
        /// It can't take events.
        case unhealthy
    }

    let status: Status
    /// Why it is not healthy, in sentences.
    let reasons: [String]

    /// - Parameter keepsEvents: Whether an outbox takes events while Redis is away.
    init(_ bus: BusHealth.Status, keepsEvents: Bool, loops: [LoopStatus], phase: ServingPhase) {
        var reasons: [String] = []
        var status = Status.healthy
        switch bus {
        case .healthy: break
        case .degraded(let reason):
            status = .degraded
            reasons.append(reason)
        case .unhealthy(let reason):
            status = keepsEvents ? .degraded : .unhealthy
            reasons.append(reason)
            if keepsEvents { reasons.append("events are kept in the outbox until Redis is back") }
        }
        for loop in loops where loop.isDead || loop.failure != nil {
            if status == .healthy { status = .degraded }
            reasons.append(
                "the loop “\(loop.name)” \(loop.isDead ? "is dead" : "fails")" + (loop.failure.map { ": \($0)" } ?? ""))
        }
        if case .starting(let what) = phase { reasons.append("still starting: \(what)") }
        self.status = status
        self.reasons = reasons
    }
}
