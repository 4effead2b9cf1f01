import ArgumentParser
import ConfiguredEventBus

/// Where the catalogue is, for commands that need nothing else.
struct CatalogueOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp("The catalogue: a file, or a folder of *.catalogue.yaml.", valueName: "path"),
        completion: .file())
    var path: String?

    @Option(help: ArgumentHelp("Path of the configuration file, which may name the catalogue.", valueName: "path"))
    var config: String?

    /// The path that was given, else the configured one.
    ///
    /// Nothing else of the configuration is looked at: a catalogue can be checked where Redis is configured wrongly.
    func catalogue() throws -> String {
        if let path { return path }
        return try Self.catalogue(config: config)
    }

    /// The path that the configuration names.
    static func catalogue(config: String?) throws -> String {
        let flags = config.map { [Setting.configurationFile: $0] } ?? [:]
        let sources = try SettingsSources.standard(flags: flags, environment: CommandContext.current.environment)
        return try sources.resolve()[.catalogue].text ?? ""
    }
}
