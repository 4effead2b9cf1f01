import ArgumentParser
import EventBus
import RedisEventBus

/// A process that keeps the logs as short as the groups allow until it is told to end.
struct TrimmerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "trimmer", shouldDisplay: false)

    @OptionGroup var role: RoleOptions

    func run() async throws {
        // Much less than is in hand at times, so that it is the groups that hold it up.
        let stream = StreamDeclaration(
            name: Stage.stream.name, partitions: Stage.stream.partitions, durability: Stage.stream.durability,
            delivery: Stage.stream.delivery, retention: RetentionDeclaration(maxEntries: 10),
            groups: Stage.stream.groups)
        let pace = RetentionPace(interval: .milliseconds(50), stepLimit: 200, pause: .milliseconds(1))
        try await role.run { bus, _ in bus.retention(of: stream, pace: pace) }
    }
}
