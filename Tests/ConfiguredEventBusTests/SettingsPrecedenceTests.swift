import Testing

@testable import ConfiguredEventBus

@Suite("Precedence of settings")
struct SettingsPrecedenceTests {
    private func file(_ values: (path: [String], text: String)...) -> ConfigurationFile {
        ConfigurationFile(
            path: "config/eventbus.yaml",
            values: values.enumerated().map { LocatedText(path: $1.path, text: $1.text, line: $0 + 1) })
    }

    @Test("a flag wins over a variable, a variable over the file, the file over the default, and each says so")
    func order() throws {
        let namespaces = file((["redis", "host"], "file-host"), (["eventbus", "namespace"], "from-file"))
        let environment = ["EVENTBUS_NAMESPACE": "from-environment"]
        let cases:
            [(flags: [Setting: String], environment: [String: String], file: ConfigurationFile, String, String)] = [
                ([.namespace: "from-flag"], environment, namespaces, "from-flag", "--namespace"),
                ([:], environment, namespaces, "from-environment", "environment EVENTBUS_NAMESPACE"),
                ([:], [:], namespaces, "from-file", "config/eventbus.yaml:2"),
                ([:], [:], .empty, "hokusai", "default"),
            ]
        for (flags, environment, file, text, origin) in cases {
            let resolved = try SettingsSources(flags: flags, environment: environment, file: file).resolve()
            #expect(resolved[.namespace].text == text)
            #expect(resolved[.namespace].origin.description == origin)
        }
    }

    @Test("an empty variable counts as not set")
    func emptyVariable() throws {
        let sources = SettingsSources(flags: [:], environment: ["REDIS_URL": "", "REDIS_HOST": ""], file: .empty)
        let settings = try EventBusSettings(sources.resolve())
        #expect(settings.redis == nil)
        #expect(throws: SettingsError.nothingConfigured) { try settings.requiredRedis() }
    }

    @Test("every setting has one value, in the order of the list")
    func complete() throws {
        let resolved = try SettingsSources(flags: [:], environment: [:], file: .empty).resolve()
        #expect(resolved.values.map(\.setting) == Setting.all)
        #expect(resolved.values.allSatisfy { $0.origin == .default })
    }

    @Test("every variable reaches its setting", arguments: Setting.all)
    func variables(setting: Setting) throws {
        let environment = [setting.environmentVariable: "some-text"]
        let resolved = try SettingsSources(flags: [:], environment: environment, file: .empty).resolve()
        #expect(resolved[setting].text == "some-text")
        #expect(resolved[setting].origin == .environment(setting.environmentVariable))
    }

    @Test("nothing configured names every way to configure Redis")
    func nothingConfigured() {
        let text = SettingsError.nothingConfigured.description
        for name in ["REDIS_URL", "REDIS_HOST", "REDIS_PORT", "REDIS_AUTH_TOKEN", "REDIS_TLS_ENABLED", "--embedded"] {
            #expect(text.contains(name))
        }
    }
}
