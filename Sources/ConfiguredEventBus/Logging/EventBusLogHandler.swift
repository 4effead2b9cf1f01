import EventBus
import Foundation
public import Logging

/// Writes log lines as text or as JSON, one line each whatever they hold, to standard error unless told otherwise.
///
/// ```swift
/// let settings = try EventBusSettings.load(environment: ProcessInfo.processInfo.environment)
/// LoggingSystem.bootstrap { EventBusLogHandler(label: $0, settings: settings) }
/// ```
public struct EventBusLogHandler: LogHandler {
    /// The least level that is written.
    public var logLevel: Logger.Level
    /// What every line carries.
    public var metadata: Logger.Metadata = [:]
    /// What lines carry from their surroundings, such as the current trace.
    public var metadataProvider: Logger.MetadataProvider?
    private let label: String
    private let format: LogFormat
    private let showsTime: Bool
    private let write: @Sendable (String) -> Void

    /// Makes a handler.
    ///
    /// - Parameters:
    ///   - label: The logger's label; it stands in JSON lines.
    ///   - format: How lines are written.
    ///   - level: The least level that is written.
    ///   - showsTime: Whether lines of text begin with the time; JSON lines always have it.
    ///   - write: Takes one line with its line feed; called from any thread, and by several at once.
    public init(
        label: String, format: LogFormat = .text, level: Logger.Level = .info, showsTime: Bool = true,
        write: @escaping @Sendable (String) -> Void = EventBusLogHandler.standardError
    ) {
        self.label = label
        self.format = format
        self.showsTime = showsTime
        self.write = write
        logLevel = level
    }

    /// Makes a handler as `EVENTBUS_LOG_FORMAT` and `EVENTBUS_LOG_LEVEL` say.
    public init(label: String, settings: EventBusSettings) {
        self.init(label: label, format: settings.logFormat, level: settings.logLevel)
    }

    /// Writes to standard error; a line that can't be written is lost.
    public static let standardError: @Sendable (String) -> Void = { line in
        try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
    }

    /// One piece of the metadata.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one line.
    public func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let given = event.metadata { all.merge(given) { $1 } }
        if let error = event.error, all["error"] == nil { all["error"] = "\(error)" }
        let line = LogLine(
            time: .now, level: event.level, label: label, message: event.message.description, metadata: all)
        write((format == .json ? line.json : line.text(showsTime: showsTime)) + "\n")
    }
}
