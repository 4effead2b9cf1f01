import ArgumentParser

/// `eventbus retention`: how long the logs are, who keeps them from shrinking, and the trimming itself.
struct RetentionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention", abstract: "Show what keeps the logs long, and trim what is too old or too many.",
        discussion: ExitStatus.help,
        subcommands: [RetentionStatusCommand.self, RetentionRunCommand.self])
}
