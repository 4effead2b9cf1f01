/// Writes docs/configuration.md from the list of settings.
package enum SettingsDocumentation {
    /// The text of the file.
    package static var markdown: String {
        var text = """
            # Configuration

            Written from the code (`Setting.all`); a test compares. Flags win over environment variables, these over the
            configuration file, that over the defaults. `eventbus config show` prints what is in effect and where each value comes
            from; `eventbus config template env` and `eventbus config template yaml` print files to begin with
            ([.env.example](../.env.example), [config/eventbus.yaml](../config/eventbus.yaml)).

            A key `redis.host` is written `host:` below `redis:` in the file. Lengths of time are seconds, or have a unit: `250ms`,
            `2s`, `5m`, `1h`, `1d`. A value that is wrong ends a command with status 78, with its place and what would be right;
            `eventbus doctor` names variables that begin with `EVENTBUS_` and that nothing reads.

            What is shown says what `config show` and logs tell of a value: all of it, all but the password in it, or nothing (`***`).

            """
        for section in sections {
            text += "\n## `\(section)`\n\n"
            text += "| key | variable | flag | default | what it is for | in the file | shown |\n"
            text += "|---|---|---|---|---|---|---|\n"
            for setting in Setting.all where Self.section(of: setting) == section { text += row(setting) }
        }
        return text
    }

    /// The first word of the key; for the many of `eventbus` the second too, where several share it.
    private static func section(of setting: Setting) -> String {
        let head = setting.path[0]
        let word = setting.path.count > 1 ? setting.path[1].prefix { $0 != "_" } : ""
        let family = Setting.all.filter { $0.path.count > 1 && $0.path[0] == head && $0.path[1].hasPrefix(word + "_") }
        return head == "eventbus" && family.count > 2 ? "\(head).\(word)_…" : head
    }

    private static var sections: [String] {
        var seen: Set<String> = []
        return Setting.all.map(section).filter { seen.insert($0).inserted }
    }

    private static func row(_ setting: Setting) -> String {
        let cells = [
            "`\(setting.key)`", "`\(setting.environmentVariable)`", setting.flag.map { "`\($0)`" } ?? "",
            setting.defaultText.map { "`\($0)`" } ?? "–",
            setting.summary.replacing("|", with: "\\|") + " Example: `\(setting.example)`",
            inFile(setting),
            shown(setting.visibility),
        ]
        return "| " + cells.joined(separator: " | ") + " |\n"
    }

    private static func inFile(_ setting: Setting) -> String {
        switch (setting.scope, setting.visibility) {
        case (.environmentOnly, _): "no"
        case (.environmentAndFile, .secret): "read, but keep it out"
        case (.environmentAndFile, _): "yes"
        }
    }

    private static func shown(_ visibility: Setting.Visibility) -> String {
        switch visibility {
        case .open: "all"
        case .openButPassword: "all but the password"
        case .secret: "nothing"
        }
    }
}
