import ArgumentParser
import EventBusOperations

/// `eventbus queues`: every work queue that the catalogue's routes fill.
struct QueuesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queues",
        abstract:
            "Show every work queue of the catalogue: what waits, for how long, what is worked on, delayed or dead.",
        discussion: """
            The age is that of the message that a worker takes next, where it says when it was written. `eventbus queue list` \
            shows a list that the catalogue does not name. \(ExitStatus.help)
            """)

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await BusSession.run(options) { session in
            output.print(try await session.overview().queues.map { QueueLine(queue: $0) })
        }
    }
}
