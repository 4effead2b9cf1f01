import ArgumentParser
import RedisEventBus
import ServiceLifecycle

/// A process that works on a queue with the bus's own API until it is told to end.
struct JobberCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "jobber", shouldDisplay: false)

    @OptionGroup var role: RoleOptions

    func run() async throws {
        try await role.run { bus, facts in
            Jobber(queue: bus.workQueue(list: Stage.jobList), worker: role.name, facts: facts)
        }
    }
}

/// Several workers on one queue.
private struct Jobber: Service {
    let queue: RawWorkQueue
    let worker: String
    let facts: FactFile

    func run() async throws {
        try await withThrowingDiscardingTaskGroup { tasks in
            for _ in 0..<4 { tasks.addTask { try await work() } }
        }
    }

    private func work() async throws {
        for try await job in queue.jobs(worker: worker).cancelOnGracefulShutdown() {
            guard let event = EventName(payload: job.message.payload) else { continue }
            facts.write(.worked(event))
            _ = try await job.complete()
        }
    }
}
