/// The value of one setting after precedence was applied, and where it came from.
public struct EffectiveSetting: Sendable, Hashable {
    /// The setting.
    public let setting: Setting
    /// The text as it was written; `nil` where nothing was written and there is no default. It may hold a secret.
    public let text: String?
    /// Where the text was written.
    public let origin: SettingOrigin

    /// Creates the value of a setting.
    init(setting: Setting, text: String?, origin: SettingOrigin) {
        self.setting = setting
        self.text = text
        self.origin = origin
    }

    /// The text with every secret replaced by `***`; `nil` where there is no text.
    public var shownText: String? {
        guard let text else { return nil }
        return switch setting.visibility {
        case .open: text
        case .openButPassword: Redaction.url(text)
        case .secret: Redaction.mask
        }
    }
}
