/// One line of a terminal that shows how far something has come.
struct ProgressBar: Sendable {
    let context: CommandContext
    private static let width = 30

    /// Shows it, in the place of what was shown last.
    func show(_ part: Double, count: Int, elapsed: Duration) {
        context.errors("\r\u{1b}[K" + Self.text(part, count: count, elapsed: elapsed))
    }

    /// Clears the line.
    func end() { context.errors("\r\u{1b}[K") }

    /// The line, without what moves the cursor.
    static func text(_ part: Double, count: Int, elapsed: Duration) -> String {
        let filled = Int((part * Double(width)).rounded(.down))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        let seconds = elapsed / .seconds(1)
        let rate = seconds > 0 ? Int(Double(count) / seconds) : 0
        return "\(bar) \(Int(part * 100)) %  \(count) events  \(rate)/s"
    }
}
