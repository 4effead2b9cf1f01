internal import NIOCore

/// Counts failures in a row; past a threshold it refuses everything for a while, then lets one attempt through.
struct CircuitBreaker: Sendable {
    enum State: Hashable, Sendable {
        case closed(failures: Int)
        case open(until: NIODeadline)
        case halfOpen
    }

    private(set) var state = State.closed(failures: 0)
    private let policy: RedisCircuitBreakerPolicy

    init(policy: RedisCircuitBreakerPolicy) {
        self.policy = policy
    }

    /// Whether commands are refused.
    var isOpen: Bool {
        if case .open = state { true } else { false }
    }

    /// When an attempt may be made at the earliest; `nil` for at once.
    var earliestAttempt: NIODeadline? {
        if case .open(let until) = state { until } else { nil }
    }

    /// An attempt begins; after an opening it is the one that decides.
    mutating func attemptBegins() {
        if isOpen { state = .halfOpen }
    }

    /// An attempt succeeded.
    mutating func succeeded() {
        state = .closed(failures: 0)
    }

    /// An attempt failed.
    mutating func failed(now: NIODeadline) {
        switch state {
        case .closed(let failures) where failures + 1 < policy.failureThreshold:
            state = .closed(failures: failures + 1)
        case .closed, .halfOpen:
            state = .open(until: now + TimeAmount(policy.openDuration))
        case .open: break
        }
    }
}
