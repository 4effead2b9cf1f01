/// What the demonstration prints, with the time since it began.
struct DemoScreen: Sendable {
    private let start = ContinuousClock.now
    private let context = CommandContext.current

    /// A heading.
    func title(_ text: String) { context.output("\n\(text)\n") }

    /// An indented line.
    func line(_ text: String) { context.output("   " + text + "\n") }

    /// An indented line with the time since the beginning.
    func timedLine(_ text: String) { line("\(text)  (\(Self.milliseconds(start.duration(to: .now))))") }

    /// A length of time as `1.23 ms`.
    static func milliseconds(_ duration: Duration) -> String {
        let hundredths = Int64((duration / .microseconds(10)).rounded())
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) ms"
    }

    /// A text that fits on one line of a terminal.
    static func short(_ text: String, to limit: Int = 88) -> String {
        text.count <= limit ? text : text.prefix(limit - 1) + "…"
    }
}
