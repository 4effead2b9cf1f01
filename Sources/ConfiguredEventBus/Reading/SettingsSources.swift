import Configuration

/// The places where settings are read from, in order of precedence.
public struct SettingsSources: Sendable {
    private let flags: InMemoryProvider
    private let environment: EnvironmentVariablesProvider
    private let file: YAMLSettingsProvider
    private let lines: [[String]: LocatedText]
    private let filePath: String

    /// Creates sources from flags, environment variables and a file that was read already.
    ///
    /// - Parameters:
    ///   - flags: What the command line said.
    ///   - environment: Environment variables; an empty one counts as not set.
    ///   - file: The configuration file.
    public init(flags: [Setting: String], environment: [String: String], file: ConfigurationFile) {
        let named = flags.map { (AbsoluteConfigKey($0.key.path), ConfigValue(.string($0.value), isSecret: false)) }
        self.flags = InMemoryProvider(name: "flags", values: Dictionary(uniqueKeysWithValues: named))
        let secrets = Setting.all.filter { $0.visibility != .open }.map(\.environmentVariable)
        self.environment = EnvironmentVariablesProvider(
            environmentVariables: environment.filter { !$0.value.isEmpty }, secretsSpecifier: .specific(Set(secrets)))
        self.file = YAMLSettingsProvider(path: file.path, values: file.values)
        lines = Dictionary(file.values.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        filePath = file.path
    }

    /// Flags, environment and the configuration file that these two name.
    ///
    /// - Throws: ``SettingsError`` where the file cannot be read or holds a name that no setting has. A file that
    ///   nobody asked for by name may be missing.
    public static func standard(
        flags: [Setting: String], environment: [String: String]
    ) throws(SettingsError) -> SettingsSources {
        let named = SettingsSources(flags: flags, environment: environment, file: .empty)
        let path = try named.resolve()[.configurationFile]
        let file = try ConfigurationFile.read(path: path.text ?? "", named: path.origin)
        return SettingsSources(flags: flags, environment: environment, file: file)
    }

    /// Applies precedence to every setting.
    ///
    /// - Throws: ``SettingsError`` where a source cannot be read.
    public func resolve() throws(SettingsError) -> ResolvedSettings {
        var values: [EffectiveSetting] = []
        for setting in Setting.all { values.append(try effective(setting)) }
        return ResolvedSettings(values: values)
    }

    private func effective(_ setting: Setting) throws(SettingsError) -> EffectiveSetting {
        if let text = try text(of: setting, from: flags) {
            return EffectiveSetting(setting: setting, text: text, origin: .flag(setting.flag ?? setting.key))
        }
        if let text = try text(of: setting, from: environment) {
            let name = setting.environmentVariable
            return EffectiveSetting(setting: setting, text: text, origin: .environment(name))
        }
        if setting.scope == .environmentAndFile, let text = try text(of: setting, from: file) {
            let line = lines[setting.path]?.line ?? 1
            return EffectiveSetting(setting: setting, text: text, origin: .file(path: filePath, line: line))
        }
        return EffectiveSetting(setting: setting, text: setting.defaultText, origin: .default)
    }

    private func text(of setting: Setting, from provider: some ConfigProvider) throws(SettingsError) -> String? {
        let found: LookupResult
        do {
            found = try provider.value(forKey: AbsoluteConfigKey(setting.path), type: .string)
        } catch {
            throw SettingsError([
                SettingsError.Problem(
                    .invalidValue, what: "\(setting.key) cannot be read from \(provider.providerName): \(error).",
                    remedy: "Write for example \(setting.example).")
            ])
        }
        guard case .string(let text) = found.value?.content, !text.isEmpty else { return nil }
        return text
    }
}
