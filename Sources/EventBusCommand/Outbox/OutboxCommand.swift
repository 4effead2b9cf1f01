import ArgumentParser

/// `eventbus outbox`: what is kept while Redis is away.
struct OutboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox",
        abstract: "Look at and relay what publishers have kept while Redis was away.",
        discussion: ExitStatus.help,
        subcommands: [OutboxStatusCommand.self, OutboxRelayCommand.self, OutboxRefusedCommand.self])
}
