import ArgumentParser
import ConfiguredEventBus
import EventOutbox

/// Which outbox a command is about.
struct OutboxOptions: ParsableArguments {
    @Option(help: ArgumentHelp("SQLite file of the outbox, instead of EVENTBUS_OUTBOX_PATH.", valueName: "path"))
    var path: String?

    /// What the flags say, as settings.
    var flags: [Setting: String] { path.map { [.outboxPath: $0] } ?? [:] }

    /// The outbox that is configured or named; it must exist.
    ///
    /// - Throws: ``CommandFailure`` where none is, or it can't be opened.
    func open(_ options: SettingsOptions) throws -> EventOutbox {
        let settings = try EventBusSettings(options.resolved(adding: flags))
        return try Self.opening {
            try EventOutbox(try Self.configured(settings), source: settings.source, opening: .existing)
        }
    }

    /// Opens an outbox; a file that can't be opened is wrongly configured, whatever is wrong with it.
    ///
    /// - Throws: ``CommandFailure``.
    static func opening(_ open: () throws -> EventOutbox) throws -> EventOutbox {
        do { return try open() } catch let error as OutboxError {
            throw CommandFailure(.misconfigured, error.description)
        }
    }

    /// What is configured.
    ///
    /// - Throws: ``CommandFailure`` where nothing is.
    static func configured(_ settings: EventBusSettings) throws -> OutboxSettings {
        guard let outbox = settings.outbox else {
            throw CommandFailure(
                .misconfigured, "no outbox is configured: set EVENTBUS_OUTBOX_PATH, or name the file with --path")
        }
        return outbox
    }
}

extension EventOutbox {
    /// Opens a configured outbox.
    convenience init(_ settings: OutboxSettings, source: String, opening: OutboxOpening) throws {
        try self.init(path: settings.path, source: source, limits: settings.limits, opening: opening)
    }
}
