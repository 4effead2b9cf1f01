import NIOCore

/// What a connection is waited for, and for how long: a pure value.
///
/// A client that sends nothing, or a body drop by drop, would hold a connection for ever; one that only reads, as those of
/// live streams do, may take its time.
struct ConnectionWatch: Sendable {
    /// What to do now that a deadline has passed.
    enum Action: Sendable, Hashable {
        /// Wait on; ``deadline`` says for how long.
        case wait
        /// Tell whoever reads the body that it will not come.
        case giveUpBody
        /// Close the connection.
        case close
    }

    private enum Phase {
        case awaitingRequest
        case receivingBody
        case answering
        /// The body was given up; the answer that says so is awaited.
        case givenUp
        /// The answer is out before the request was read to its end: the rest is thrown away for a moment, since closing at
        /// once could destroy the answer on its way.
        case lingering
    }

    private let limits: GatewayLimits
    private var phase = Phase.awaitingRequest
    /// Requests whose answer is not complete.
    private var requests = 0
    private var isReceiving = false
    private var bytes = 0
    private var isWaitingForClient = true
    private(set) var deadline: NIODeadline?

    /// How long the rest of a refused request is thrown away.
    private static let lingerTime = TimeAmount.seconds(1)

    init(_ limits: GatewayLimits, now: NIODeadline) {
        self.limits = limits
        deadline = now + limits.headTime
    }

    /// Whether what comes from the client is of no use any more.
    var discardsInput: Bool { if case .lingering = phase { true } else { false } }

    /// Whether an answer that begins now comes before its request is complete, and so must be the connection's last.
    var answersEarly: Bool { isReceiving && requests == 1 }

    /// Whether no other request is being answered.
    var isAlone: Bool { requests == 1 }

    mutating func receivedHead(now: NIODeadline) {
        requests += 1
        isReceiving = true
        bytes = 0
        phase = .receivingBody
        deadline = now + limits.bodyPeriod
    }

    mutating func receivedBody(_ count: Int) { bytes += count }

    mutating func receivedEnd(now: NIODeadline) {
        isReceiving = false
        if requests > 0 {
            phase = .answering
            deadline = nil
        } else {
            awaitRequest(now)
        }
    }

    /// The gateway wants more of the body, or has all it can take for now.
    mutating func setWaitingForClient(_ isWaiting: Bool) { isWaitingForClient = isWaiting }

    mutating func answered(now: NIODeadline) {
        requests = max(0, requests - 1)
        guard requests == 0 else { return }
        if isReceiving {
            phase = .lingering
            deadline = now + Self.lingerTime
        } else {
            awaitRequest(now)
        }
    }

    /// The deadline has passed.
    mutating func expired(now: NIODeadline) -> Action {
        guard let deadline, deadline <= now else { return .wait }
        switch phase {
        case .awaitingRequest, .lingering, .givenUp: return .close
        case .answering:
            self.deadline = nil
            return .wait
        case .receivingBody:
            // A gateway that waits for Redis does not blame the client.
            let isTooSlow = isWaitingForClient && bytes < limits.bodyBytesPerPeriod
            bytes = 0
            self.deadline = now + limits.bodyPeriod
            guard isTooSlow else { return .wait }
            phase = .givenUp
            return .giveUpBody
        }
    }

    private mutating func awaitRequest(_ now: NIODeadline) {
        phase = .awaitingRequest
        deadline = now + limits.idleTime
    }
}
