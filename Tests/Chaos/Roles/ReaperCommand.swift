import ArgumentParser
import RedisEventBus

/// A process that returns to the queues what dead workers held, until it is told to end.
struct ReaperCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "reaper", shouldDisplay: false)

    @OptionGroup var role: RoleOptions

    func run() async throws {
        try await role.run { bus, _ in
            bus.workQueueReaper(of: [bus.workQueue(list: Stage.workList), bus.workQueue(list: Stage.jobList)])
        }
    }
}
