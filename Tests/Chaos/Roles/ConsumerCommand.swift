import ArgumentParser
import EventBus
import RedisEventBus

/// A process that handles events for a group until it is told to end.
struct ConsumerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "consumer", shouldDisplay: false)

    @OptionGroup var role: RoleOptions

    @Option(help: "The consumer group.")
    var group: String

    @Option(help: "How many events in a thousand fail at first.")
    var flaky = 0

    @Option(help: "How many events in a thousand take their time.")
    var slow = 0

    @Option(help: "How many events in a thousand are rejected.")
    var picky = 0

    func run() async throws {
        try await role.run { bus, facts in
            let handler = Handler(facts: facts, temper: Temper(flaky: flaky, slow: slow, picky: picky))
            var handlers = EventHandlers()
            handlers.on(StepTaken.self) { step, delivery in
                try await handler.handle(EventName(walk: step.walk, number: step.number), delivery)
            }
            handlers.on(StepKeyed.self) { step, delivery in
                try await handler.handle(EventName(walk: step.walk, number: step.number), delivery)
            }
            return bus.consumerGroup(
                of: StepTaken.declaration.stream, group: group, consumer: role.name, handlers: handlers)
        }
    }
}

/// Writes down what it does, and does what the event asks for.
private struct Handler: Sendable {
    let facts: FactFile
    let temper: Temper

    func handle(_ event: EventName?, _ delivery: Delivery) async throws {
        // What the harness did not publish is found in the log.
        guard let event else { return }
        facts.write(.begun(event, Fact.Run(delivery)))
        do { try await temper.work(on: event, attempt: delivery.attempt) } catch let reject as Reject {
            facts.write(.rejected(event, Fact.Run(delivery)))
            throw reject
        }
        facts.write(.completed(event, Fact.Run(delivery)))
    }
}

extension Fact.Run {
    /// A run that is at this moment.
    init(_ delivery: Delivery) {
        self.init(attempt: delivery.attempt, epoch: delivery.reader.epoch, at: .now)
    }
}
