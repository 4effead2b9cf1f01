/// Reads typed values out of resolved settings and collects what is wrong with them.
struct SettingsDecoder {
    private let settings: ResolvedSettings
    /// What was wrong with the values read so far.
    private(set) var problems: [SettingsError.Problem] = []

    /// Creates a decoder over resolved settings.
    init(_ settings: ResolvedSettings) {
        self.settings = settings
    }

    /// The value of a setting, unread.
    subscript(setting: Setting) -> EffectiveSetting { settings[setting] }

    /// Adds a problem that the caller found.
    mutating func report(_ problem: SettingsError.Problem) {
        problems.append(problem)
    }

    /// The text of a setting, or nothing where it is not set.
    func text(_ setting: Setting) -> String? { settings[setting].text }

    /// The text of a setting that has a default.
    func textOrDefault(_ setting: Setting) -> String { settings[setting].text ?? setting.defaultText ?? "" }

    /// A whole number within a range.
    mutating func integer(_ setting: Setting, in range: ClosedRange<Int>) -> Int {
        read(
            setting, mustBe: "a whole number from \(range.lowerBound) to \(range.upperBound)",
            otherwise: range.lowerBound
        ) {
            text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// A number within a range.
    mutating func number(_ setting: Setting, in range: ClosedRange<Double>) -> Double {
        read(
            setting, mustBe: "a number from \(range.lowerBound) to \(range.upperBound)", otherwise: range.upperBound
        ) { text in
            Double(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// A length of time within a range.
    mutating func duration(_ setting: Setting, in range: ClosedRange<Duration>) -> Duration {
        let shape = "a time from \(range.lowerBound) to \(range.upperBound), such as 250ms, 2s or 1.5 (seconds)"
        return read(setting, mustBe: shape, otherwise: range.lowerBound) { text in
            DurationText.read(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// A truth value.
    mutating func boolean(_ setting: Setting) -> Bool {
        read(setting, mustBe: "true or false", otherwise: false) { text in
            switch text.lowercased() {
            case "true", "yes", "on", "1": true
            case "false", "no", "off", "0": false
            default: nil
            }
        }
    }

    /// One of several words.
    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ setting: Setting, otherwise fallback: Choice
    ) -> Choice {
        let words = Choice.allCases.map(\.rawValue)
        return read(setting, mustBe: "one of " + words.joined(separator: ", "), otherwise: fallback) { text in
            Choice(rawValue: text.lowercased())
        }
    }

    private mutating func read<Value>(
        _ setting: Setting, mustBe shape: String, otherwise fallback: Value, _ parse: (String) -> Value?
    ) -> Value {
        let effective = settings[setting]
        guard let text = effective.text else { return fallback }
        if let value = parse(text) { return value }
        problems.append(
            SettingsError.Problem(
                .invalidValue, at: effective.origin,
                what: "\(setting.key) is “\(effective.shownText ?? "")”, but it must be \(shape).",
                remedy: "Write for example \(setting.example)."))
        return fallback
    }
}
