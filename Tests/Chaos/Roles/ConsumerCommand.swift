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

    func run() async throws {
        try await role.run { bus, facts in
            var handlers = EventHandlers()
            let temper = Temper(flaky: flaky, slow: slow)
            handlers.on(StepTaken.self) { step, delivery in
                guard let event = EventName(step) else { return }
                facts.write(.begun(event, Fact.Run(delivery)))
                try await temper.work(on: event, attempt: delivery.attempt)
                facts.write(.completed(event, Fact.Run(delivery)))
            }
            return bus.consumerGroup(
                of: StepTaken.declaration.stream, group: group, consumer: role.name, handlers: handlers)
        }
    }
}

extension Fact.Run {
    /// A run that is at this moment.
    init(_ delivery: Delivery) {
        self.init(attempt: delivery.attempt, epoch: delivery.reader.epoch, at: .now)
    }
}
