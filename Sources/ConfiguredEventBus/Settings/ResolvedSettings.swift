/// The text of every setting after precedence was applied: flags, then environment, then file, then defaults.
///
/// It is what `eventbus config show` prints; it can be made even where values are wrong.
public struct ResolvedSettings: Sendable, Hashable {
    /// One value for each of ``Setting/all``, in that order.
    public let values: [EffectiveSetting]

    /// Creates a set of values.
    init(values: [EffectiveSetting]) {
        self.values = values
    }

    /// The value of a setting.
    public subscript(setting: Setting) -> EffectiveSetting {
        values.first { $0.setting == setting }
            ?? EffectiveSetting(setting: setting, text: setting.defaultText, origin: .default)
    }
}
