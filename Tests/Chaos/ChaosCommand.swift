import ArgumentParser

/// `EventBusChaos run` is the harness; the other commands are the roles that it starts as processes of their own.
@main
struct ChaosCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "EventBusChaos",
        abstract: "Breaks everything around the event bus, and then asks a ledger whether anything was lost.",
        subcommands: [
            RunCommand.self, PublisherCommand.self, RouterCommand.self, ConsumerCommand.self, SubscriberCommand.self,
            WorkerCommand.self, JobberCommand.self, ReaperCommand.self, TrimmerCommand.self,
        ])
}
