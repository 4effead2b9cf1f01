import Logging

/// Writes log lines to standard error, so that the data on standard output stays clean.
struct StandardErrorLogger: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .warning
    private let context: CommandContext

    private init(context: CommandContext, level: Logger.Level) {
        self.context = context
        logLevel = level
    }

    /// A logger for a command.
    static func logger(level: Logger.Level) -> Logger {
        let context = CommandContext.current
        return Logger(label: "eventbus") { _ in StandardErrorLogger(context: context, level: level) }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        let pairs = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        context.errors("\(event.level): \(event.message)\(pairs)\n")
    }
}
