import ArgumentParser

/// `eventbus mlflow`: how MLflow tells of its registry, and what it has not told.
struct MLflowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mlflow", abstract: "Set up MLflow's webhook, and look through its registry.",
        subcommands: [MLflowSetupCommand.self, MLflowSyncCommand.self])
}
