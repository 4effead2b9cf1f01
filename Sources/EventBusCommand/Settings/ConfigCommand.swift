import ArgumentParser

/// `eventbus config`: what is configured.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Show what is configured and where.",
        subcommands: [ConfigShowCommand.self, ConfigTemplateCommand.self])
}
