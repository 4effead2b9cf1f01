internal import NIOCore

/// When to connect, when to wait, when to give up: the life of a connection as a pure value.
///
/// Times and random numbers come from outside; what is to be done comes back as an ``Action``.
struct ConnectionLifecycle: Sendable {
    /// What happens when the connection is lost.
    enum Persistence: Hashable, Sendable {
        /// It is made again, with back-off.
        case reconnecting(RedisBackoff)
        /// It is over.
        case once
    }

    enum State: Hashable, Sendable {
        case idle
        case connecting
        case ready(clientID: Int64?)
        case waiting(until: NIODeadline)
        case closed
    }

    enum Action: Hashable, Sendable {
        case nothing
        case connect
        case connectAt(NIODeadline)
    }

    private(set) var state = State.idle
    private(set) var breaker: CircuitBreaker
    /// How often a lost connection was replaced.
    private(set) var reconnects = 0
    private(set) var lastError: RedisError?
    /// The server's `run_id`, while the connection is ready and where it tells.
    private(set) var runID: String?
    /// How many failures there have been since the connection was last ready.
    private(set) var failures = 0
    private var hasBeenReady = false
    private let persistence: Persistence

    init(persistence: Persistence, breaker: RedisCircuitBreakerPolicy) {
        self.persistence = persistence
        self.breaker = CircuitBreaker(policy: breaker)
    }

    var isReady: Bool {
        if case .ready = state { true } else { false }
    }

    /// The connection's name, while it is ready and where the server tells.
    var identity: RedisConnectionIdentity? {
        guard case .ready(let clientID?) = state, let runID else { return nil }
        return RedisConnectionIdentity(clientID: clientID, runID: runID)
    }

    /// Why a command cannot be taken in now, if so.
    func refusal(now: @autoclosure () -> NIODeadline) -> RedisError? {
        if state == .closed {
            // Once is over: say why it ended.
            return lastError?.with(.notSent) ?? Self.closedError
        }
        guard let until = breaker.earliestAttempt else { return nil }
        let remaining = Duration(max(until - now(), .zero))
        let last = lastError.map { ": \($0.message)" } ?? ""
        return RedisError(
            .circuitOpen,
            "the circuit is open for another \(remaining.inSeconds) after \(failures) failures in a row\(last)",
            delivery: .notSent, cause: lastError)
    }

    static let closedError = RedisError(.closed, "the client has been closed", delivery: .notSent, isRetriable: false)

    /// Somebody wants the connection.
    mutating func demand() -> Action {
        guard state == .idle else { return .nothing }
        return attempt()
    }

    /// The time of a ``Action/connectAt(_:)`` has come.
    mutating func timeHasCome() -> Action {
        guard case .waiting = state else { return .nothing }
        return attempt()
    }

    /// The handshake is done.
    mutating func becameReady(clientID: Int64?, runID: String? = nil) {
        guard state == .connecting else { return }
        state = .ready(clientID: clientID)
        self.runID = runID
        failures = 0
        lastError = nil
        breaker.succeeded()
        if hasBeenReady { reconnects += 1 }
        hasBeenReady = true
    }

    /// An attempt failed, or the connection was lost.
    ///
    /// - Parameter fraction: A random number from 0 up to 1.
    mutating func failed(_ error: RedisError, now: NIODeadline, fraction: Double) -> Action {
        let wasReady = isReady
        guard wasReady || state == .connecting else { return .nothing }
        lastError = error
        failures += 1
        guard case .reconnecting(let backoff) = persistence else {
            state = .closed
            return .nothing
        }
        // A server that hung is as good as one that does not answer the door; one that hung up may be back at once.
        let isHanging = error.code == .timeout || (error.cause as? RedisError)?.code == .timeout
        if !wasReady || isHanging { breaker.failed(now: now) }
        let patience = now + TimeAmount(backoff.delay(afterFailures: failures, fraction: fraction))
        let due = breaker.earliestAttempt.map { max($0, patience) } ?? patience
        state = .waiting(until: due)
        return .connectAt(due)
    }

    /// What those who wait for a connection are told after a failure; `nil` to let them wait.
    func verdictForWaiting(now: NIODeadline) -> RedisError? {
        if let refusal = refusal(now: now) { return refusal }
        guard let lastError, !lastError.isRetriable else { return nil }
        return lastError.with(.notSent)
    }

    /// It is over.
    ///
    /// - Returns: Whether it was not over before.
    mutating func close() -> Bool {
        guard state != .closed else { return false }
        state = .closed
        lastError = nil
        return true
    }

    private mutating func attempt() -> Action {
        state = .connecting
        breaker.attemptBegins()
        return .connect
    }
}
