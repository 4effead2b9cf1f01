import ArgumentParser
import EventBus
import RedisEventBus

/// `eventbus queue discard`: removes dead letters for good.
struct QueueDiscardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard",
        abstract: "Remove dead letters of a work queue for good.",
        discussion: "Shows what would be done; --execute does it. \(ExitStatus.help)")

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
            try await QueueDeadAct(verb: "removed from \(queue.declaration.dead)", choice: choice, execute: execute)
                .run(on: queue, form: output.form) { try await queue.discard($0, by: who.actor) }
        }
    }
}
