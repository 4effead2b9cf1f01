import ArgumentParser

/// `eventbus dead`: what consumer groups and the router gave up on.
struct DeadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead",
        abstract: "Look at dead letters of consumer groups and the router, give them back, or remove them.",
        discussion: """
            The dead letters of work queues are with `queue dead`. \(ExitStatus.help)
            """,
        subcommands: [DeadListCommand.self, DeadShowCommand.self, DeadRedriveCommand.self, DeadDiscardCommand.self])
}
