import ArgumentParser
import EventBus
import RedisEventBus

/// `eventbus queue redrive`: puts what was given up on back on its list.
struct QueueRedriveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redrive",
        abstract: "Put dead letters of a work queue back on its list, as they were before anybody tried them.",
        discussion: """
            Shows what would be done; --execute does it. Each is put behind what waits on the list, its count of retries \
            at zero; of two that redrive at once, each letter is put back by one. \(ExitStatus.help)
            """)

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var queue: QueueOptions
    @OptionGroup var choice: QueueDeadChoice
    @OptionGroup var who: ActorOptions

    @Flag(help: "Do it, instead of showing what would be done.")
    var execute = false

    func run() async throws {
        try await BusSession.run(options) { session in
            let queue = try await queue.queueThatIsThere(in: session)
            try await QueueDeadAct(verb: "put back on \(queue.declaration.list)", choice: choice, execute: execute)
                .run(on: queue, form: output.form) { try await queue.redrive($0, by: who.actor) }
        }
    }
}
