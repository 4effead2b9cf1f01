import EventBus
import Logging
import RedisClient
import Synchronization

extension EventLog {
    /// Positions of partitions' logs from before a try, as far as there are any.
    typealias Floors = [Int: StreamPosition?]

    /// Leave to send a batch, or what it takes to get it.
    struct BatchAdmission {
        var need: LogKnowledge.Need = []
        var floors: Floors = [:]
        /// Partitions of which nothing was heard for a while.
        var stalePartitions: [Int] = []

        /// Whether the batch can be sent at once.
        var isFree: Bool { need.isSubset(of: .memoryMeanwhile) }
    }

    /// How far a publish has come when it leaves the straight way.
    enum Start {
        /// Nothing was sent: something is to be asked first.
        case admission(BatchAdmission)
        case failure(RedisError, Floors)
        case answers([AppendAnswer], Floors)
    }

    /// Asks for leave to send these events of a batch.
    func admit(_ batch: AppendBatch, _ indices: [Int], at now: UInt64) -> BatchAdmission {
        let declaration = batch.plan.declaration
        var admission = BatchAdmission()
        var last = -1
        knowledge.withLock { knowledge in
            for index in indices {
                let partition = batch.events[index].partition
                guard partition != last, admission.floors[partition] == nil else { continue }
                last = partition
                let one = knowledge.admit(declaration, partition: partition, isKeyed: batch.hasKeys, at: now)
                admission.need.formUnion(one.need)
                admission.floors[partition] = .some(one.floor)
                if one.need.contains(.floor) { admission.stalePartitions.append(partition) }
            }
        }
        if admission.need.contains(.memoryMeanwhile) { askForMemoryMeanwhile() }
        return admission
    }

    /// Brings a publish that left the straight way to its end, as the policy says.
    ///
    /// - Throws: `PublishError` of the last try; it says how many there were.
    func resolve(
        _ batch: AppendBatch, from start: Start, _ patience: AppendResolution.Patience = .full
    ) async throws(PublishError) -> [PublishReceipt] {
        let began = ContinuousClock.now
        let events = batch.events
        var resolution = AppendResolution(
            policy.retry, patience, unity: batch.unity, isRecognised: events.map(\.isRecognised))
        var action = resolution.begin()
        var floors: Floors = [:]
        var admission: BatchAdmission?
        switch start {
        case .admission(let given): admission = given
        case .failure(let error, let given):
            floors = given
            action = resolution.failed(error, fraction: Self.fraction)
        case .answers(let answers, let given):
            floors = given
            action = resolution.answered(
                take(answers, about: Array(events.indices), of: batch), fraction: Self.fraction)
        }
        defer { metrics?.publishing(of: batch.plan.declaration).retried(resolution.tries - 1) }
        while true {
            switch action {
            case .finish(let receipts): return receipts
            case .fail(let error):
                let doubt =
                    error.outcome == .outcomeUnknown
                    ? LostTry(connection: resolution.lostConnection, floors: floors.compactMapValues(\.self)).doubt
                    : nil
                throw PublishError(
                    error.outcome, error.message, cause: error.cause, appended: error.appended, doubt: doubt,
                    tries: resolution.tries, elapsed: resolution.tries > 1 ? began.duration(to: .now) : .zero)
            case .pause(let delay):
                tell(of: batch, resolution, delay: delay)
                do {
                    try await Task.sleep(for: max(delay, remainingOpenTime))
                    action = resolution.paused()
                } catch {
                    action = resolution.cancelled()
                }
            case .send(let indices):
                do throws(RedisError) {
                    let leave = admission ?? admit(batch, indices, at: Self.now)
                    admission = nil
                    floors = leave.floors
                    if let refusal = try await prepare(batch, leave, &floors) {
                        action = resolution.refused(refusal.error, refusal.passing, fraction: Self.fraction)
                        continue
                    }
                    let replies = try await client.send(batch.commands(for: indices), loading: [Scripts.append])
                    let answers = batch.answers(replies, count: indices.count)
                    action = resolution.answered(take(answers, about: indices, of: batch), fraction: Self.fraction)
                } catch {
                    action = resolution.failed(error, fraction: Self.fraction)
                }
            case .settle(let indices, let connection):
                do throws(RedisError) {
                    let (found, absence) = try await settle(indices, of: batch, after: floors, lostOn: connection)
                    action = resolution.settled(found: found, absence: absence, fraction: Self.fraction)
                } catch {
                    action = resolution.settlingFailed(error, fraction: Self.fraction)
                }
            }
        }
    }

    /// Says of every event that is not in the log yet that it is tried again.
    private func tell(of batch: AppendBatch, _ resolution: AppendResolution, delay: Duration) {
        guard logger.logLevel <= .info else { return }
        for index in resolution.open {
            let event = batch.events[index]
            var metadata = EventMetadata(
                id: event.id.description, type: batch.plan.declaration.type, correlationID: event.correlationID)
            metadata.set(stream: batch.plan.declaration.stream.name, partition: event.partition)
            metadata.set(attempt: resolution.tries)
            logger.info(
                "publishing is tried again after a pause",
                metadata: Logger.Metadata(metadata, ["pause": "\(delay)", "error": "\(resolution.last)"]))
        }
    }

    private static var fraction: Double { .random(in: 0..<1) }

    /// This machine's clock in milliseconds; it may jump.
    static var now: UInt64 { UInt64(max(0, Timestamp.now.microseconds / 1_000)) }

    /// How long the circuit stays open: before that, trying is in vain.
    private var remainingOpenTime: Duration {
        if case .open(let remaining) = client.health.breaker { remaining } else { .zero }
    }

    /// Receipts and refusals for the events that were sent.
    private func take(
        _ answers: [AppendAnswer], about indices: [Int], of batch: AppendBatch
    ) -> [Int: AppendResolution.Answer] {
        var result: [Int: AppendResolution.Answer] = [:]
        let now = Self.now
        knowledge.withLock { knowledge in
            for (index, answer) in zip(indices, answers) {
                let event = batch.events[index]
                if let position = answer.position {
                    let durability = knowledge.confirm(position, in: event.partition, of: batch.plan, at: now)
                    result[index] = answer.receipt(event.id, partition: event.partition, durability: durability)
                        .map { .receipt($0) }
                } else if case .conflict(let actual) = answer {
                    result[index] = .refused(PublishError(batch.conflict(event, actual: actual)), .lasting)
                } else if let refusal = answer.refusal {
                    if case .refused(let error) = answer, error.code == "OOM" { knowledge.memoryRanOut() }
                    result[index] = .refused(refusal.error, refusal.passing)
                }
            }
        }
        return result
    }

    /// Finds out what became of events whose answers were lost: first in which log, then at which version.
    private func settle(
        _ indices: [Int], of batch: AppendBatch, after floors: Floors, lostOn connection: RedisConnectionIdentity?
    ) async throws(RedisError) -> (found: [Int: PublishReceipt], absence: Settlement.Absence) {
        var found: [Int: PublishReceipt] = [:]
        var absence = Settlement.Absence.certain
        let partitions = Dictionary(grouping: indices) { batch.events[$0].partition }
        for (partition, indices) in partitions {
            let log = batch.plan.log(partition)
            let settlement = try await lostAppends.settle(
                Set(indices.map { batch.events[$0].id }), in: log, after: floors[partition] ?? nil,
                lostOn: connection)
            if absence == .certain { absence = settlement.absence }
            for index in indices {
                let event = batch.events[index]
                guard let position = settlement.found[event.id] else { continue }
                var version: UInt64?
                if let history = batch.plan.history(partition, aggregateID: event.aggregateID) {
                    version = try await LogSearch(client: client, log: log)
                        .version(of: position, inHistory: history)
                }
                let durability = knowledge.withLock {
                    $0.confirm(position, in: partition, of: batch.plan, at: Self.now)
                }
                found[index] = PublishReceipt(
                    eventID: event.id, partition: partition, position: position, version: version,
                    durability: durability)
            }
        }
        return (found, absence)
    }
}
