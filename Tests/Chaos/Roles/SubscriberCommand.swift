import ArgumentParser
import EventBus
import RedisEventBus
import ServiceLifecycle

/// A process that watches the stream from the moment of its start until it is told to end.
struct SubscriberCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "subscriber", shouldDisplay: false)

    @OptionGroup var role: RoleOptions

    @Flag(help: "Entries may vanish before it came to them: it goes on behind what is missing.")
    var forgiving = false

    func run() async throws {
        try await role.run { bus, facts in Subscriber(bus: bus, facts: facts, isForgiving: forgiving) }
    }
}

/// Writes down every event that it is given.
private struct Subscriber: Service {
    let bus: RedisEventBus
    let facts: FactFile
    let isForgiving: Bool

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            var elements = bus.subscribe(to: Stage.stream).makeAsyncIterator()
            while true {
                do {
                    guard let element = try await elements.next() else { return }
                    guard let event = EventName(payload: element.record.data) else { continue }
                    facts.write(.seen(event, partition: element.partition))
                } catch let gap as SubscriptionGap {
                    // A subscriber that nothing was taken from must not be told that something is missing.
                    guard isForgiving else { throw gap }
                }
            }
        }
    }
}
