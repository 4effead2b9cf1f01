import ArgumentParser
import EventBusOperations

/// `eventbus streams`: how long and how old each stream is.
struct StreamsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "streams",
        abstract:
            "Show each stream: entries, size, age of the oldest, dead letters, and for which group old ones are kept.",
        discussion: """
            The size is the server's estimate. What is kept for a group is too old or too many by the catalogue, and is not \
            trimmed before the group has read it: `eventbus retention status` tells more. \(ExitStatus.help)
            """)

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await BusSession.run(options) { session in
            output.print(try await session.overview().streams.map { StreamLine(stream: $0) })
        }
    }
}
