import ArgumentParser
import ConfiguredEventBus
import EventBus

/// `eventbus config show`: every effective value with its origin, secrets redacted.
struct ConfigShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print the effective settings, where each comes from, and what is wrong with them.",
        discussion: "Secrets are shown as ***. Exits with 78 while a value is wrong. \(ExitStatus.help)")

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let resolved = try options.resolved()
        switch output.form {
        case .text: printTable(resolved)
        case .json: for value in resolved.values { CommandContext.print("\(Self.json(value))") }
        }
        try EventBusSettings(resolved).requireAvailableTransport()
    }

    private func printTable(_ resolved: ResolvedSettings) {
        let rows = resolved.values.map { [$0.setting.key, $0.shownText ?? "–", $0.origin.description] }
        for line in TextTable.lines([["setting", "value", "origin"]] + rows) { CommandContext.print(line) }
    }

    private static func json(_ value: EffectiveSetting) -> JSONValue {
        [
            "setting": .string(value.setting.key), "value": value.shownText.map { .string($0) } ?? .null,
            "origin": .string(value.origin.description), "variable": .string(value.setting.environmentVariable),
        ]
    }
}
