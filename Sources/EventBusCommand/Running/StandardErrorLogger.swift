import ConfiguredEventBus
import Logging

/// Writes log lines to standard error, so that the data on standard output stays clean.
enum StandardErrorLogger {
    /// A logger for a command, as the settings say.
    static func logger(_ settings: EventBusSettings) -> Logger {
        let context = CommandContext.current
        return Logger(label: "eventbus") { label in
            EventBusLogHandler(
                label: label, format: settings.logFormat, level: settings.logLevel, showsTime: context.showsLogTimes,
                write: context.errors)
        }
    }
}
