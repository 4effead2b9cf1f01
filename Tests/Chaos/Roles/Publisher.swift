import EventBus
import ServiceLifecycle

/// Publishes at a given rate, and writes down what it was told of each event.
struct Publisher: Service {
    let bus: any EventPublisher
    let facts: FactFile
    let tasks: [Task]

    /// What one of its tasks publishes.
    struct Task: Sendable {
        let walks: Walks
        let kind: Kind
        /// Events per second.
        let rate: Double
    }

    /// Whether an event may be published again after a doubtful outcome.
    enum Kind: Sendable {
        case plain
        case keyed
    }

    func run() async throws {
        await withDiscardingTaskGroup { group in
            for task in tasks { group.addTask { await publish(task) } }
        }
    }

    private func publish(_ task: Task) async {
        var walks = task.walks
        var due = ContinuousClock.now
        while !_Concurrency.Task.isShuttingDownGracefully {
            let events = walks.pick()
            let outcomes =
                switch task.kind {
                case .plain: await publish(events, as: events.map { StepTaken($0) }, afterDoubt: .ended)
                case .keyed: await publish(events, as: events.map { StepKeyed($0) }, afterDoubt: .again)
                }
            walks.settle(zip(events, outcomes).map { (event: $0, outcome: $1) })
            due += .seconds(Double(events.count) / task.rate)
            // After an outage it catches up for a moment, not for ever.
            due = max(due, .now - .seconds(2))
            // Where nothing goes through, trying without a pause would only make noise.
            if !outcomes.contains(.appended) { due = max(due, .now + .milliseconds(50)) }
            try? await _Concurrency.Task.sleep(until: due)
        }
    }

    private func publish<E: Event>(
        _ names: [EventName], as events: [E], afterDoubt: Walks.Outcome
    ) async -> [Walks.Outcome] {
        let now = Moment.now
        facts.write(names.map { .intended($0, at: now) })
        var receipts: [Int: PublishReceipt] = [:]
        var isDoubtful = false
        do throws(PublishError) {
            let all =
                events.count == 1 ? [try await bus.publish(events[0])] : try await bus.publish(contentsOf: events)
            for (index, receipt) in all.enumerated() { receipts[index] = receipt }
        } catch {
            receipts = error.appended
            isDoubtful = error.outcome == .outcomeUnknown
        }
        facts.write(
            names.enumerated().map { index, name in
                if let receipt = receipts[index] {
                    return receipt.position.map { .acknowledged(name, $0) } ?? .accepted(name)
                }
                return isDoubtful ? .doubtful(name) : .refused(name)
            })
        return names.indices.map { receipts[$0] != nil ? .appended : isDoubtful ? afterDoubt : .again }
    }
}

extension StepTaken {
    fileprivate init(_ name: EventName) {
        self.init(walk: name.aggregate.description, number: Int64(name.number))
    }
}

extension StepKeyed {
    fileprivate init(_ name: EventName) {
        self.init(walk: name.aggregate.description, number: Int64(name.number))
    }
}
