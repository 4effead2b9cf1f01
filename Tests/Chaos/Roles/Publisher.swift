import EventBus
import RedisEventBus
import ServiceLifecycle

/// Publishes at a given rate, and writes down what it was told of each event.
struct Publisher: Service {
    let bus: RedisEventBus
    let facts: FactFile
    let walkers: [Walks]
    /// Events per second for each task.
    let rate: Double

    func run() async throws {
        await withDiscardingTaskGroup { tasks in
            for walks in walkers { tasks.addTask { await publish(walks) } }
        }
    }

    private func publish(_ start: Walks) async {
        var walks = start
        var due = ContinuousClock.now
        while !Task.isShuttingDownGracefully {
            let events = walks.pick()
            let outcomes = await publish(events)
            walks.settle(zip(events, outcomes).map { (event: $0, outcome: $1) })
            due += .seconds(Double(events.count) / rate)
            // After an outage it catches up for a moment, not for ever.
            due = max(due, .now - .seconds(2))
            // Where nothing goes through, trying without a pause would only make noise.
            if !outcomes.contains(.appended) { due = max(due, .now + .milliseconds(50)) }
            try? await Task.sleep(until: due)
        }
    }

    private func publish(_ events: [EventName]) async -> [Walks.Outcome] {
        let now = Moment.now
        facts.write(events.map { .intended($0, at: now) })
        var receipts: [Int: PublishReceipt] = [:]
        var rest = Walks.Outcome.doubtful
        do throws(PublishError) {
            let all =
                events.count == 1
                ? [try await bus.publish(events[0].event)] : try await bus.publish(contentsOf: events.map(\.event))
            for (index, receipt) in all.enumerated() { receipts[index] = receipt }
        } catch {
            receipts = error.appended
            rest = error.outcome == .outcomeUnknown ? .doubtful : .refused
        }
        facts.write(
            events.enumerated().map { index, event in
                if let position = receipts[index]?.position { return .acknowledged(event, position) }
                return rest == .doubtful ? .doubtful(event) : .refused(event)
            })
        return events.indices.map { receipts[$0] == nil ? rest : .appended }
    }
}
