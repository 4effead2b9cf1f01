import ArgumentParser

/// The command line of the event bus.
struct EventBusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eventbus",
        abstract: "A typed event bus on Redis, driven by a catalogue.",
        discussion: """
            Where Redis is comes from --redis-url, else from REDIS_URL or REDIS_HOST, else from config/eventbus.yaml; \
            --embedded uses a private one. `eventbus config show` tells what is in effect and why.

            \(ExitStatus.help)
            """,
        version: "0.1.0",
        subcommands: [
            CatalogueCommand.self,
            ConformCommand.self,
            PublishCommand.self,
            ConsumeCommand.self,
            StatusCommand.self,
            TailCommand.self,
            HistoryCommand.self,
            ServeCommand.self,
            TokenCommand.self,
            RouteCommand.self,
            BridgeCommand.self,
            StreamsCommand.self,
            QueuesCommand.self,
            QueueCommand.self,
            ReapCommand.self,
            DeadCommand.self,
            GroupsCommand.self,
            PauseCommand.self,
            ResumeCommand.self,
            AuditCommand.self,
            OutboxCommand.self,
            ModelCommand.self,
            MLflowCommand.self,
            RetentionCommand.self,
            LoadCommand.self,
            DoctorCommand.self,
            HealthCommand.self,
            ConfigCommand.self,
            ManualCommand.self,
            DemoCommand.self,
        ])
}
