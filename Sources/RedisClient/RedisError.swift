/// Why a command has no reply, and what that says about whether the server carried it out.
public struct RedisError: Error, Sendable, CustomStringConvertible {
    /// What went wrong. An open set: compare with the constants, and expect others.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The code's name; that of a server error is its first word, as in `OOM`.
        public let description: String
        /// Whether the server said so in an error reply.
        public let isServerError: Bool

        private init(_ description: String, isServerError: Bool = false) {
            self.description = description
            self.isServerError = isServerError
        }

        /// There is no connection, and none came in time.
        public static let notConnected = Code("notConnected")
        /// No reply came in time.
        public static let timeout = Code("timeout")
        /// The connection broke before the reply.
        public static let connectionLost = Code("connectionLost")
        /// The waiting task was cancelled.
        public static let cancelled = Code("cancelled")
        /// The circuit breaker is open: the server has failed often and is left alone for a while.
        public static let circuitOpen = Code("circuitOpen")
        /// The client has been closed.
        public static let closed = Code("closed")
        /// The peer does not speak the Redis protocol, or broke it.
        public static let protocolError = Code("protocolError")
        /// The user or the password is missing or wrong.
        public static let authenticationFailed = Code("authenticationFailed")
        /// TLS could not be set up: certificates, keys, or the peer's host name.
        public static let tlsFailed = Code("tlsFailed")
        /// A reply has another shape than the command's documentation says.
        public static let unexpectedReply = Code("unexpectedReply")

        /// An error reply whose first word is `word`, as in `.server("OOM")`.
        public static func server(_ word: String) -> Code { Code(word, isServerError: true) }
    }

    /// What is known about whether the server got the command.
    public enum Delivery: Sendable, Hashable {
        /// Nothing of it reached the server; sending it again repeats nothing.
        case notSent
        /// It was handed to the network, and no reply came: it may have been carried out.
        case outcomeUnknown
        /// The server answered, with an error.
        case answered
    }

    /// What went wrong.
    public var code: Code { storage.code }
    /// What went wrong, for people; never holds a password.
    public var message: String { storage.message }
    /// Whether the same command may succeed later without anybody changing anything.
    /// Says nothing about whether repeating it is safe: that is ``delivery``.
    public var isRetriable: Bool { storage.isRetriable }
    /// What is known about whether the server got the command.
    public var delivery: Delivery { storage.delivery }
    /// The error beneath, where there is one.
    public var cause: (any Error)? { storage.cause }
    /// The connection that the command was sent on, where its outcome is unknown and the server tells: what
    /// ``RedisClient/fence(_:)`` takes.
    public var connection: RedisConnectionIdentity? { storage.connection }

    /// `code: message (delivery)`.
    public var description: String {
        let suffix = cause.map { " (\($0))" } ?? ""
        return "\(code): \(message)\(suffix) [\(delivery)]"
    }

    // One word, so that results that carry an error stay small on the path of a command.
    private let storage: Storage

    private final class Storage: Sendable {
        let code: Code
        let message: String
        let isRetriable: Bool
        let delivery: Delivery
        let cause: (any Error)?
        let connection: RedisConnectionIdentity?

        init(
            _ code: Code, _ message: String, _ isRetriable: Bool, _ delivery: Delivery, _ cause: (any Error)?,
            _ connection: RedisConnectionIdentity?
        ) {
            self.code = code
            self.message = message
            self.isRetriable = isRetriable
            self.delivery = delivery
            self.cause = cause
            self.connection = connection
        }
    }

    /// Makes an error.
    ///
    /// - Parameters:
    ///   - code: What went wrong.
    ///   - message: The same for people.
    ///   - delivery: What is known about whether the server got the command.
    ///   - isRetriable: Whether the same command may succeed later; by default as the code says.
    ///   - cause: The error beneath.
    ///   - connection: The connection that the command was sent on, where its outcome is unknown.
    public init(
        _ code: Code, _ message: String, delivery: Delivery, isRetriable: Bool? = nil, cause: (any Error)? = nil,
        connection: RedisConnectionIdentity? = nil
    ) {
        storage = Storage(
            code, message, isRetriable ?? Self.isUsuallyRetriable(code), delivery, cause, connection)
    }

    /// The error that an error reply stands for.
    public init(_ reply: RedisServerError) {
        self.init(.server(reply.code), reply.message, delivery: .answered, cause: reply)
    }

    /// The same error with another delivery.
    package func with(_ delivery: Delivery) -> RedisError {
        RedisError(
            code, message, delivery: delivery, isRetriable: isRetriable, cause: cause,
            connection: delivery == .outcomeUnknown ? connection : nil)
    }

    /// The same error of a command sent on this connection.
    func on(_ connection: RedisConnectionIdentity?) -> RedisError {
        RedisError(
            code, message, delivery: delivery, isRetriable: isRetriable, cause: cause, connection: connection)
    }

    private static func isUsuallyRetriable(_ code: Code) -> Bool {
        switch code {
        case .notConnected, .timeout, .connectionLost, .circuitOpen: true
        default: code.isServerError && RedisServerError.passingCodes.contains(code.description)
        }
    }
}
