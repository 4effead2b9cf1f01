/// Writes the two example files, `.env.example` and `config/eventbus.yaml`, from the list of settings.
package enum SettingsTemplate {
    /// The text of `.env.example`: every variable, none of them set.
    package static var environmentFile: String {
        var text = """
            # Every variable that the event bus reads. Copy this file to `.env`, remove the # where you set one, and load it
            # with `set -a; . ./.env; set +a`. Flags win over variables, variables over config/eventbus.yaml.
            """
        for setting in Setting.all {
            text += "\n\n# \(setting.summary)"
            if let standard = setting.defaultText { text += " Default: \(standard)" }
            text += "\n# \(setting.environmentVariable)=\(setting.example)"
        }
        return text + "\n"
    }

    /// The text of `config/eventbus.yaml`: every setting that may be in a file, none of them set.
    package static var configurationFile: String {
        var text = """
            # Settings of the event bus. Flags win over environment variables, these win over this file.
            # Remove the # where you set one, and the # of its section. No secrets here: give the password of Redis as
            # REDIS_AUTH_TOKEN in the environment.
            """
        var section = ""
        for setting in sorted where setting.scope == .environmentAndFile && setting.visibility != .secret {
            if setting.path[0] != section {
                section = setting.path[0]
                text += "\n\n# \(section):"
            }
            text += "\n#   # \(setting.summary)"
            if let standard = setting.defaultText { text += " Default: \(standard)" }
            text += "\n#   \(setting.path[1]): \(quoted(setting.example))"
        }
        return text + "\n"
    }

    /// The settings by section, in the order in which the sections first appear.
    private static var sorted: [Setting] {
        var sections: [String] = []
        for setting in Setting.all where !sections.contains(setting.path[0]) { sections.append(setting.path[0]) }
        return sections.flatMap { section in Setting.all.filter { $0.path[0] == section } }
    }

    private static func quoted(_ text: String) -> String {
        text.contains(":") ? "\"\(text)\"" : text
    }
}
