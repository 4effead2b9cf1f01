import ConfiguredEventBus
import EventBus

/// Whether a process should be sent requests: a pure value.
struct Readiness: Sendable, Hashable {
    /// One thing that was looked at.
    struct Check: Sendable, Hashable {
        let name: String
        let isPassed: Bool
        /// What was found; `nil` where there is nothing to say.
        let detail: String?
    }

    let checks: [Check]
    /// Whether it takes events though Redis does not.
    let isDegraded: Bool

    /// - Parameter keepsEvents: Whether an outbox takes events while Redis is away.
    init(_ bus: BusHealth.Status, keepsEvents: Bool, phase: ServingPhase) {
        let phaseCheck =
            switch phase {
            case .starting(let what): Check(name: "started", isPassed: false, detail: what)
            case .serving: Check(name: "started", isPassed: true, detail: nil)
            case .draining: Check(name: "started", isPassed: false, detail: "it is shutting down")
            }
        let redis: Check
        switch bus {
        case .healthy:
            redis = Check(name: "message_queue", isPassed: true, detail: nil)
            isDegraded = false
        case .degraded(let reason):
            redis = Check(name: "message_queue", isPassed: true, detail: reason)
            isDegraded = true
        case .unhealthy(let reason):
            let detail = keepsEvents ? "\(reason); events are kept in the outbox" : reason
            redis = Check(name: "message_queue", isPassed: keepsEvents, detail: detail)
            isDegraded = true
        }
        checks = [phaseCheck, redis]
    }

    /// Whether every check is passed.
    var isReady: Bool { checks.allSatisfy(\.isPassed) }

    /// The body of `/ready`.
    var json: JSONValue {
        [
            "ready": .bool(isReady), "can_serve_traffic": .bool(isReady),
            "checks": .array(
                checks.map { check in
                    [
                        "name": .string(check.name), "status": .string(check.isPassed ? "pass" : "fail"),
                        "detail": check.detail.map { .string($0) } ?? .null,
                    ]
                }),
            "degraded_mode": .bool(isDegraded),
        ]
    }
}
