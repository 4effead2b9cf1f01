import EventBus
import RedisClient

/// From the first failure of a publish to its end: what to do next, until every event has a receipt or it is given up.
///
/// A pure value: it is told what happened and says what to do; random numbers come from outside. Where a try's answer was
/// lost, it has that settled before it lets anything be appended again.
struct AppendResolution: Sendable {
    /// What to do next.
    enum Action: Sendable {
        /// Append these events, by their places in the batch, in this order.
        case send([Int])
        /// Find out what became of these.
        case settle([Int], lostOn: RedisConnectionIdentity?)
        /// Wait, then say so.
        case pause(Duration)
        case finish([PublishReceipt])
        case fail(PublishError)
    }

    /// What the server answered about one event.
    enum Answer: Sendable {
        case receipt(PublishReceipt)
        /// It is not in the log.
        case refused(PublishError, Passing)

        /// Whether the reason passes by itself.
        enum Passing: Sendable {
            case passing
            /// It does; until then the server serves nobody.
            case away
            case lasting
        }
    }

    /// What is tried again.
    enum Patience: Sendable {
        /// Everything that may succeed later.
        case full
        /// What the server refuses for now: while it is away, somebody else keeps the events.
        case whileReachable
    }

    /// An answer that was lost.
    private struct Loss: Sendable {
        let connection: RedisConnectionIdentity?
        let error: RedisError
    }

    private let policy: PublishRetryPolicy
    private let patience: Patience
    private let unity: AppendBatch.Unity
    /// Whether the script itself knows an event that it has appended before, by its idempotency key.
    private let isRecognised: [Bool]
    private var receipts: [Int: PublishReceipt] = [:]
    /// The events without a receipt, by their places.
    private(set) var open: [Int]
    private var loss: Loss?
    private var failures = 0
    /// The connection that the last lost answer was expected on; `nil` where there was none, or it has no name.
    private(set) var lostConnection: RedisConnectionIdentity?
    /// What the caller is told if it does not wait for the next try.
    private(set) var last = PublishError(.notSent, "the task was cancelled")
    /// How often events were handed to the client.
    private(set) var tries = 0

    init(
        _ policy: PublishRetryPolicy, _ patience: Patience = .full, unity: AppendBatch.Unity, isRecognised: [Bool]
    ) {
        self.policy = policy
        self.patience = patience
        self.unity = unity
        self.isRecognised = isRecognised
        open = Array(isRecognised.indices)
    }

    /// The first try begins.
    mutating func begin() -> Action { send() }

    /// The wait is over.
    mutating func paused() -> Action {
        guard let loss else { return send() }
        return .settle(open, lostOn: loss.connection)
    }

    /// The wait was cut short: the task was cancelled.
    func cancelled() -> Action { .fail(last) }

    /// The server has answered about each event that was sent.
    mutating func answered(_ answers: [Int: Answer], fraction: Double) -> Action {
        var refusal: (error: PublishError, passing: Answer.Passing)?
        for index in open {
            switch answers[index] {
            case .receipt(let receipt): receipts[index] = receipt
            case .refused(let error, let passing):
                // One that lasts decides, else the first.
                if refusal == nil || (refusal?.passing != .lasting && passing == .lasting) {
                    refusal = (error, passing)
                }
            case nil: break
            }
        }
        open.removeAll { receipts[$0] != nil }
        guard !open.isEmpty else { return finish() }
        guard let refusal else {
            return fail(.outcomeUnknown, "the server answered fewer appends than were sent", cause: nil)
        }
        let last = PublishError(
            refusal.error.outcome, refusal.error.message, cause: refusal.error.cause, appended: receipts)
        guard isWorthAnotherTry(refusal.passing), mayBeSentInParts else { return .fail(last) }
        return pause(fraction, or: last)
    }

    /// Nothing was sent: this side refuses.
    mutating func refused(
        _ error: PublishError, _ passing: Answer.Passing, fraction: Double
    ) -> Action {
        let last = PublishError(error.outcome, error.message, cause: error.cause, appended: receipts)
        return isWorthAnotherTry(passing) ? pause(fraction, or: last) : .fail(last)
    }

    /// Sending failed: there are no answers.
    mutating func failed(_ error: RedisError, fraction: Double) -> Action {
        let last = PublishError(error, appended: receipts)
        if error.delivery == .outcomeUnknown { lostConnection = error.connection }
        guard error.isRetriable, patience == .full else { return .fail(last) }
        guard error.delivery == .outcomeUnknown else { return pause(fraction, or: last) }
        failures += 1
        self.last = last
        guard failures <= policy.maximumRetries else { return .fail(last) }
        // With a key, the script answers the position of the lost append if there was one.
        if open.allSatisfy({ isRecognised[$0] }) { return .pause(delay(fraction)) }
        loss = Loss(connection: error.connection, error: error)
        return .settle(open, lostOn: error.connection)
    }

    /// It could not be found out what became of a lost append.
    mutating func settlingFailed(_ error: RedisError, fraction: Double) -> Action {
        let last = PublishError(
            .outcomeUnknown, "the answer was lost, and the log could not be searched for the event: \(error.message)",
            cause: error, appended: receipts)
        return error.isRetriable ? pause(fraction, or: last) : .fail(last)
    }

    /// What became of a lost append.
    ///
    /// - Parameter found: The receipts of those that are in the log.
    mutating func settled(
        found: [Int: PublishReceipt], absence: Settlement.Absence, fraction: Double
    ) -> Action {
        guard let loss else { return send() }
        receipts.merge(found) { first, _ in first }
        open.removeAll { receipts[$0] != nil }
        guard !open.isEmpty else { return finish() }
        if let explanation = absence.explanation, !open.allSatisfy({ isRecognised[$0] }) {
            return fail(.outcomeUnknown, "\(loss.error.message), and \(explanation)", cause: loss.error)
        }
        guard mayBeSentInParts else {
            return fail(.outcomeUnknown, "part of a transaction is missing from the log", cause: loss.error)
        }
        last = PublishError(
            .notSent, "\(loss.error.message); the event is not in the log", cause: loss.error.with(.notSent),
            appended: receipts)
        self.loss = nil
        return .pause(delay(fraction))
    }

    private func isWorthAnotherTry(_ passing: Answer.Passing) -> Bool {
        switch passing {
        case .passing: true
        case .away: patience == .full
        case .lasting: false
        }
    }

    /// Whether sending what is open leaves the order of each aggregate as it is. In a transaction events share an
    /// aggregate; those that the script knows are only answered.
    private var mayBeSentInParts: Bool {
        unity == .each || receipts.isEmpty || open.allSatisfy { isRecognised[$0] }
    }

    private mutating func send() -> Action {
        tries += 1
        return .send(open)
    }

    private mutating func pause(_ fraction: Double, or last: PublishError) -> Action {
        failures += 1
        self.last = last
        return failures <= policy.maximumRetries ? .pause(delay(fraction)) : .fail(last)
    }

    private func delay(_ fraction: Double) -> Duration {
        policy.delayLimit(beforeRepetition: failures) * fraction
    }

    private func finish() -> Action { .finish(isRecognised.indices.compactMap { receipts[$0] }) }

    private func fail(_ outcome: PublishError.Outcome, _ message: String, cause: RedisError?) -> Action {
        .fail(PublishError(outcome, message, cause: cause, appended: receipts))
    }
}
