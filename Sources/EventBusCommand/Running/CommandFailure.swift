import CatalogueEvents
import ConfiguredEventBus
import EventBus
import EventOutbox
import ModelRegistry
import RedisClient

/// Why a command ends before its time, for the person who called it.
struct CommandFailure: Error, CustomStringConvertible {
    /// How the process ends.
    let status: ExitStatus
    /// What to print; empty where everything has been said already.
    let message: String

    /// Creates a failure.
    init(_ status: ExitStatus, _ message: String = "") {
        self.status = status
        self.message = message
    }

    /// What an error from below means for the person who called.
    init(_ error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let error as RefusedPayload: self.init(.invalidInput, error.description)
        case let error as SettingsError: self.init(.misconfigured, error.description)
        case let error as EmbeddedRedisError: self.init(.unavailable, error.description)
        case let error as RedisError: self.init(Self.status(of: error), Self.text(of: error))
        case let error as OutboxError: self.init(Self.status(of: error), error.description)
        case let error as PublishError: self.init(publish: error)
        case let error as MLflowError: self.init(Self.status(of: error), error.description)
        case let error as RegistrationError: self.init(registration: error)
        case is CancellationError: self.init(.failure, "interrupted")
        default: self.init(.failure, "\(error)")
        }
    }

    private init(publish error: PublishError) {
        switch error.cause {
        case is InvalidPayload: self.init(.invalidInput, error.description)
        case let cause as RedisError: self.init(Self.status(of: cause), error.description)
        case let cause as OutboxError: self.init(Self.status(of: cause), error.description)
        default: self.init(.failure, error.description)
        }
    }

    private init(registration error: RegistrationError) {
        let below = error.cause.map { CommandFailure($0) }
        self.init(error.stage == .refused ? .invalidInput : below?.status ?? .failure, error.description)
    }

    private static func status(of error: MLflowError) -> ExitStatus {
        switch error.kind {
        case .unavailable, .timeout, .rateLimited: .unavailable
        case .unauthorized: .misconfigured
        case .notFound, .invalid, .alreadyExists, .junk, .cancelled: .failure
        }
    }

    private static func status(of error: OutboxError) -> ExitStatus {
        switch error.reason {
        case .full, .diskFull: .unavailable
        case .absent, .newerSchema: .misconfigured
        case .unreadableRow, .failed: .failure
        }
    }

    private static func text(of error: RedisError) -> String {
        error.cause.map { "\(error.message) (\($0))" } ?? error.message
    }

    private static func status(of error: RedisError) -> ExitStatus {
        switch error.code {
        case .notConnected, .timeout, .connectionLost, .circuitOpen, .server("LOADING"), .server("MASTERDOWN"):
            .unavailable
        case .authenticationFailed, .tlsFailed: .misconfigured
        default: .failure
        }
    }

    var description: String { message }
}
