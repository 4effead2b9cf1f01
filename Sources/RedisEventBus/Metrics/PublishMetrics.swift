import EventBus
import Metrics
import RedisClient

/// What is counted of publishing one type of event.
final class PublishMetrics: Sendable {
    private let event: String
    private let published: Counter
    private let duplicates: Counter
    private let retries: Counter
    private let duration: Timer
    private let bus: BusMetrics

    init(of event: String, _ bus: BusMetrics) {
        self.event = event
        self.bus = bus
        published = bus.counter(.published, event)
        duplicates = bus.counter(.publishDuplicates, event)
        retries = bus.counter(.publishRetries, event)
        duration = bus.timer(.publishDuration, event)
    }

    /// Runs a publish of one event.
    func measure(
        _ publish: () async throws(PublishError) -> PublishReceipt
    ) async throws(PublishError) -> PublishReceipt {
        let began = ContinuousClock.now
        do throws(PublishError) {
            let receipt = try await publish()
            ended(receipt, since: began)
            return receipt
        } catch {
            failed(error, of: 1, since: began)
            throw error
        }
    }

    /// Runs a publish of some events.
    ///
    /// - Parameter isFailure: Whether an error counts: what somebody keeps and sends again has not failed.
    func measure(
        _ events: Int, countingFailure isFailure: (PublishError) -> Bool = { _ in true },
        _ publish: () async throws(PublishError) -> [PublishReceipt]
    ) async throws(PublishError) -> [PublishReceipt] {
        let began = ContinuousClock.now
        do throws(PublishError) {
            let receipts = try await publish()
            ended(receipts, since: began)
            return receipts
        } catch {
            if isFailure(error) { failed(error, of: events, since: began) }
            throw error
        }
    }

    /// A publish is over, with a receipt.
    private func ended(_ receipt: PublishReceipt, since began: ContinuousClock.Instant) {
        (receipt.outcome == .duplicate ? duplicates : published).increment()
        duration.record(duration: began.duration(to: .now))
    }

    /// A batch is over, with a receipt for each event.
    private func ended(_ receipts: [PublishReceipt], since began: ContinuousClock.Instant) {
        count(receipts)
        duration.record(duration: began.duration(to: .now))
    }

    /// A publish of some events has failed, wholly or in part.
    private func failed(_ error: PublishError, of events: Int, since began: ContinuousClock.Instant) {
        count(error.appended.values)
        let missing = events - error.appended.count
        bus.count(.publishFailures, event, error.outcome.label, error.label, by: missing)
        duration.record(duration: began.duration(to: .now))
    }

    /// A publish was tried again so often.
    func retried(_ times: Int) {
        if times > 0 { retries.increment(by: times) }
    }

    /// Events came into the log otherwise than by a publish.
    func appended(_ events: Int) { published.increment(by: events) }

    private func count(_ receipts: some Collection<PublishReceipt>) {
        let again = receipts.count { $0.outcome == .duplicate }
        if again < receipts.count { published.increment(by: receipts.count - again) }
        if again > 0 { duplicates.increment(by: again) }
    }
}

extension PublishError.Outcome {
    fileprivate var label: String {
        switch self {
        case .notSent: "not_sent"
        case .rejected: "rejected"
        case .outcomeUnknown: "unknown"
        }
    }
}

extension PublishError {
    /// One of few words: messages are for people, and each is another.
    fileprivate var label: String {
        switch cause {
        case let error as RedisError: error.code.description
        case is InvalidPayload: "invalid"
        case is VersionConflict: "version_conflict"
        case let obstacle as PublishObstacle: obstacle.rawValue
        default: "other"
        }
    }
}
