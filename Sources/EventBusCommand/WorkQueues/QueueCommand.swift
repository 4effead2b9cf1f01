import ArgumentParser

/// `eventbus queue`: the work queues that routes fill.
struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue",
        abstract: "Look at work queues, take from them, and deal with what was given up on.",
        discussion: ExitStatus.help,
        subcommands: [
            QueueListCommand.self, QueueTakeCommand.self, QueueDeadCommand.self, QueueRedriveCommand.self,
            QueueDiscardCommand.self,
        ])
}
