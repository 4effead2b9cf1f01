import ArgumentParser
import RedisEventBus

/// A process that routes until it is told to end.
struct RouterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "router", shouldDisplay: false)

    @OptionGroup var role: RoleOptions

    func run() async throws {
        try await role.run { bus, _ in bus.router(consumer: role.name) }
    }
}
