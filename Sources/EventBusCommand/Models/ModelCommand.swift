import ArgumentParser

/// `eventbus model`: model versions in MLflow, and what becomes of them.
struct ModelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model", abstract: "Register model versions in MLflow, and see what became of one.",
        subcommands: [ModelRegisterCommand.self, ModelStatusCommand.self])
}
