import ArgumentParser
import EventBus
import RedisEventBus
import ServiceLifecycle

/// A process that watches the stream from the moment of its start until it is told to end.
struct SubscriberCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "subscriber", shouldDisplay: false)

    @OptionGroup var role: RoleOptions

    func run() async throws {
        try await role.run { bus, facts in Subscriber(bus: bus, facts: facts) }
    }
}

/// Writes down every event that it is given.
private struct Subscriber: Service {
    let bus: RedisEventBus
    let facts: FactFile

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            for try await element in bus.subscribe(to: Stage.stream) {
                guard let event = EventName(payload: element.record.data) else { continue }
                facts.write(.seen(event, partition: element.partition))
            }
        }
    }
}
