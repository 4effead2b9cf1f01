import ArgumentParser
import ConfiguredEventBus

/// `eventbus config template`: an example file with every setting.
struct ConfigTemplateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template", abstract: "Print an example file with every setting, none of them set.")

    /// The kinds of file.
    enum Kind: String, ExpressibleByArgument, CaseIterable, Sendable {
        /// `.env.example`.
        case env
        /// `config/eventbus.yaml`.
        case yaml
    }

    @Argument(help: "Which file: env or yaml.")
    var kind: Kind

    func run() async throws {
        switch kind {
        case .env: CommandContext.current.output(SettingsTemplate.environmentFile)
        case .yaml: CommandContext.current.output(SettingsTemplate.configurationFile)
        }
    }
}
