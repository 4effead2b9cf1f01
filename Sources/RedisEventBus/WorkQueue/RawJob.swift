public import EventBus
import RedisClient

/// One item that a worker has taken from a work queue, and not yet settled.
///
/// While the job lives, its claim is renewed. A job that goes out of scope unsettled stays claimed: it comes back to the
/// queue after its visibility, and that counts as an attempt.
public final class RawJob: Sendable {
    /// What the item says of itself.
    public let message: WorkMessage
    /// Which attempt this is: 1, 2, …; what the message counts, and what workers took and never settled.
    public let attempt: Int
    /// How many attempts there are: what the message allows, else the event's delivery policy.
    public let attemptsAllowed: Int

    private let claim: WorkQueueClaim
    private let keeper: ClaimKeeper
    private let commands: WorkQueueCommands
    private let metrics: BusMetrics?

    init(
        _ claim: WorkQueueClaim, attempts: Int, keeper: ClaimKeeper, commands: WorkQueueCommands,
        metrics: BusMetrics? = nil
    ) {
        self.metrics = metrics
        self.claim = claim
        self.keeper = keeper
        self.commands = commands
        message = WorkMessage(claim.item)
        attempt = message.retries + claim.takes + 1
        attemptsAllowed = message.retriesAllowed.map { $0 + 1 } ?? attempts
        keeper.add(claim)
    }

    deinit { keeper.remove(claim) }

    /// Whether the job was found to be another worker's by now: this one was not heard of for longer than the visibility.
    /// Settling it then changes nothing.
    public var isLost: Bool { keeper.hasLost(claim) }

    /// The job is done: the item leaves the queue.
    ///
    /// Tries again while the server is away; works in a cancelled task too, but then tries once.
    /// - Throws: `RedisError` where the server refuses, or the task was cancelled and the server did not answer; the item
    ///   then comes back after its visibility.
    @discardableResult
    public func complete() async throws -> JobOutcome {
        try await settle(.done, as: .completed)
    }

    /// The job failed and is tried again; where its attempts are used up, it goes to the dead list.
    ///
    /// A message that counts its retries is put back with one more, so that workers in other languages see it too.
    /// - Parameters:
    ///   - pause: For how long nobody gets it; with zero it is the next that is taken.
    ///   - reason: Why it failed, as it will stand in the dead letter.
    /// - Throws: As ``complete()``.
    @discardableResult
    public func retry(after pause: Duration = .zero, reason: String = "Processing failed") async throws -> JobOutcome {
        guard attempt < attemptsAllowed else {
            return try await fail("\(reason) (\(attempt) of \(attemptsAllowed) attempts)")
        }
        let takes = message.countsRetries ? claim.takes : claim.takes + 1
        return try await settle(
            .again(message.bytes(retries: message.retries + 1), takes: takes, after: pause), as: .returned)
    }

    /// The job will never succeed: the item goes to the dead list, with its reason.
    ///
    /// - Throws: As ``complete()``.
    @discardableResult
    public func fail(_ reason: String) async throws -> JobOutcome {
        let letter = WorkQueueLetter.bytes(of: message.bytes, error: reason, queue: commands.names.list)
        return try await settle(.dead(letter: letter), as: .dead)
    }

    /// Reads the payload as a typed event.
    ///
    /// - Throws: `InvalidPayload` where it is not one.
    public func decode<E: Event>(_: E.Type = E.self) throws(InvalidPayload) -> E { try message.decode(E.self) }

    /// Puts the item back as if it had never been taken: nobody has seen the job.
    func handBack() async {
        _ = try? await settle(.again(message.bytes, takes: claim.takes, after: .zero), as: .returned)
    }

    private func settle(_ end: ClaimEnd, as outcome: JobOutcome) async throws -> JobOutcome {
        var failures = 0
        var mayBeSettled = false
        while true {
            do throws(RedisError) {
                let wasOurs = try await once(end)
                keeper.remove(claim)
                // The answer to an earlier try may have been lost: then it was that try that ended the claim.
                let settled = wasOurs || mayBeSettled ? outcome : .lost
                metrics?.count(.jobs, commands.names.list, settled.label)
                return settled
            } catch {
                failures += 1
                if error.delivery == .outcomeUnknown { mayBeSettled = true }
                if Task.isCancelled { throw error }
                try await ReadRecovery.pause(after: error, failures: failures)
            }
        }
    }

    private func once(_ end: ClaimEnd) async throws(RedisError) -> Bool {
        // A task of its own, since a cancelled one can send nothing.
        let result = await Task { () -> Result<Bool, RedisError> in
            do throws(RedisError) {
                return .success(try await commands.settle(claim, end))
            } catch {
                return .failure(error)
            }
        }.value
        return try result.get()
    }
}

extension JobOutcome {
    /// As `eventbus_jobs_total` shows it.
    fileprivate var label: String {
        switch self {
        case .completed: "done"
        case .returned: "returned"
        case .dead: "dead"
        case .lost: "lost"
        }
    }
}
