import CatalogueEvents
import ConfiguredEventBus
import EventBus
import RedisClient
import ServiceLifecycle
import Synchronization

/// Publishes the events of a load by many tasks at once, until its bound is reached or it is shut down.
final class LoadRun: Service {
    private let bus: ConfiguredEventBus
    private let payloads: LoadPayloads
    private let schedule: LoadSchedule
    private let concurrency: Int
    private let context: PublishContext
    private let bar: ProgressBar?
    private let result = Mutex((tally: LoadTally(), elapsed: Duration.zero))

    /// - Parameters:
    ///   - concurrency: How many events are on their way at once.
    ///   - bar: Where progress is shown, if anywhere.
    init(
        bus: ConfiguredEventBus, payloads: LoadPayloads, schedule: LoadSchedule, concurrency: Int,
        context: PublishContext, bar: ProgressBar?
    ) {
        self.bus = bus
        self.payloads = payloads
        self.schedule = schedule
        self.concurrency = concurrency
        self.context = context
        self.bar = bar
    }

    /// What came of it, and how long it took.
    var outcome: (tally: LoadTally, elapsed: Duration) { result.withLock { $0 } }

    func run() async throws {
        let began = ContinuousClock.now
        let progress = bar.map { bar in
            Task { [schedule] in
                while !Task.isCancelled {
                    let elapsed = ContinuousClock.now - began
                    bar.show(schedule.progress(elapsed: elapsed), count: schedule.taken, elapsed: elapsed)
                    try? await Task.sleep(for: .milliseconds(200))
                }
            }
        }
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: LoadTally.self) { group in
                for _ in 0..<self.concurrency { group.addTask { await self.work(since: began) } }
                for await tally in group { self.result.withLock { $0.tally.add(tally) } }
            }
        }
        result.withLock { $0.elapsed = .now - began }
        progress?.cancel()
        await progress?.value
        bar?.end()
    }

    private func work(since began: ContinuousClock.Instant) async -> LoadTally {
        var tally = LoadTally()
        while !Task.isCancelled, let slot = schedule.take(elapsed: .now - began) {
            if slot.due > .now - began {
                guard (try? await Task.sleep(until: began + slot.due)) != nil else { break }
            }
            do {
                let payload = try payloads.payload(slot.number)
                // In a task of its own: one that has begun is finished, so that what is said of it is true.
                let (bus, context) = (bus, context)
                let receipt = try await Task {
                    try await bus.publish(
                        payload.declaration, payload: payload.bytes, aggregateID: payload.aggregateID,
                        idempotencyKey: payload.idempotencyKey, context: context)
                }.value
                tally.latencies.add(.now - began - slot.due)
                if receipt.outcome == .duplicate { tally.duplicates += 1 } else { tally.appended += 1 }
            } catch {
                tally.failures[Self.code(of: error), default: 0] += 1
            }
        }
        return tally
    }

    /// The code that failures are counted under.
    private static func code(of error: any Error) -> String {
        guard let error = error as? PublishError else { return "refused" }
        let cause = (error.cause as? RedisError).map { " (\($0.code))" } ?? ""
        return switch error.outcome {
        case .notSent: "not_sent" + cause
        case .rejected: "rejected" + cause
        case .outcomeUnknown: "outcome_unknown" + cause
        }
    }
}
