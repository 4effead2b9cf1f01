import ArgumentParser
import ConfiguredEventBus
import RedisClient

/// The flags that say where things are; every command has them.
struct SettingsOptions: ParsableArguments {
    @Option(
        name: .customLong("redis-url"),
        help: ArgumentHelp("Address of Redis: redis://, rediss:// or unix://path.", valueName: "url"))
    var redisURL: String?

    @Option(
        help: ArgumentHelp("Path of the catalogue: a file, or a folder of *.catalogue.yaml.", valueName: "path"),
        completion: .file())
    var catalogue: String?

    @Option(
        help: ArgumentHelp(
            "First word of every Redis key of the bus, but not of the routes' lists and channels.", valueName: "name"))
    var namespace: String?

    @Option(help: ArgumentHelp("Name of this service in the events that it publishes.", valueName: "uri"))
    var source: String?

    @Option(help: ArgumentHelp("Path of the configuration file.", valueName: "path"), completion: .file())
    var config: String?

    @Option(name: .customLong("log-level"), help: ArgumentHelp("Least level that is logged.", valueName: "level"))
    var logLevel: String?

    @Option(
        name: .customLong("log-format"),
        help: ArgumentHelp("How log lines are written: text or json.", valueName: "format"))
    var logFormat: String?

    @Flag(help: "Use a private Redis, started for this folder and stopped at the end.")
    var embedded = false

    func validate() throws {
        if embedded, redisURL != nil {
            throw ValidationError("--embedded and --redis-url name two different servers; give one of them.")
        }
    }

    /// The flags as they were given, to be put behind a command that is suggested; a password is not repeated.
    var repeated: String {
        let address = redisURL.map { url in
            (try? RedisConfiguration(url: url)).map { $0.password == nil ? url : "\($0)" } ?? url
        }
        let written = [
            ("--redis-url", address), ("--catalogue", catalogue), ("--namespace", namespace), ("--source", source),
            ("--config", config),
        ]
        return written.map { name, value in value.map { " \(name) \(ShellWord.quoted($0))" } ?? "" }.joined()
            + (embedded ? " --embedded" : "")
    }

    /// What the flags say, as settings.
    var flags: [Setting: String] {
        let written: [(Setting, String?)] = [
            (.redisURL, redisURL), (.catalogue, catalogue), (.namespace, namespace), (.source, source),
            (.configurationFile, config), (.logLevel, logLevel), (.logFormat, logFormat),
        ]
        return Dictionary(uniqueKeysWithValues: written.compactMap { setting, text in text.map { (setting, $0) } })
    }

    /// The settings in effect, as text.
    ///
    /// - Parameter more: Flags that only the command at hand has.
    func resolved(adding more: [Setting: String] = [:]) throws -> ResolvedSettings {
        try SettingsSources.standard(
            flags: flags.merging(more) { $1 }, environment: CommandContext.current.environment
        ).resolve()
    }
}
