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

    @Option(help: "How many events in a hundred thousand end the process.")
    var deadly = 0

    func run() async throws {
        try await role.run { bus, facts in
            let handler = Handler(facts: facts, temper: Temper(flaky: flaky, slow: slow, picky: picky, deadly: deadly))
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
