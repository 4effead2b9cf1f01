import ArgumentParser
import EventBus
import RedisEventBus

/// `eventbus queue dead`: what was given up on.
struct QueueDeadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead",
        abstract: "Print the dead letters of a work queue, the oldest first.",
        discussion: """
            Reads the shapes that Python and TypeScript workers write, and bare messages. `queue redrive` puts them back, \
            `queue discard` removes them. \(ExitStatus.help)
            """)

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var queue: QueueOptions
    @OptionGroup var choice: QueueDeadChoice

    func run() async throws {
        try await BusSession.run(options) { session in
            let queue = try await queue.queueThatIsThere(in: session)
            let printed = try await choice.forEach(in: queue) { letter in
                CommandContext.print(QueueDeadLetterLine(letter: letter).text(output.form))
                return .kept
            }
            if printed == 0 { CommandContext.printError("no dead letter\(choice.text) on \(queue.declaration.dead)") }
        }
    }
}
