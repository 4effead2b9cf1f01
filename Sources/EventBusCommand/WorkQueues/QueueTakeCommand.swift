import ArgumentParser
import EventBus
import RedisEventBus
import ServiceLifecycle

/// `eventbus queue take`: a worker that prints each message and completes it.
struct QueueTakeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "take",
        abstract: "Work on a queue: print each message, then complete it.",
        discussion: """
            A message is completed when its line has been written; what is in hand when the command is killed comes back \
            after the visibility, by `eventbus reap`. \(ExitStatus.help)
            """)

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var queue: QueueOptions

    @Option(help: "Name of this worker, as it stands in the claims.")
    var worker = ProcessName.unique

    @Option(help: "End after so many messages.")
    var count: Int?

    func validate() throws {
        if let count, count < 1 { throw ValidationError("--count must be at least 1.") }
    }

    func run() async throws {
        try await BusSession.run(options) { session in
            let worker = PrintingWorker(
                queue: try queue.queue(in: session), name: worker, limit: count, form: output.form, context: .current)
            try await ServiceRunner.run([worker], logger: session.logger)
        }
    }
}
