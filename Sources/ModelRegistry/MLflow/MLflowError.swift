/// Why MLflow gave no usable answer. Neither the message nor the description holds a credential.
public struct MLflowError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure it is.
    public let kind: Kind
    /// The HTTP status; `nil` where there was no answer.
    public let status: Int?
    /// MLflow's own code, e.g. `RESOURCE_DOES_NOT_EXIST`; `nil` where it gave none.
    public let code: String?
    /// What happened, where, and how to mend it.
    public let message: String
    /// How long the server asked to wait.
    public let retryAfter: Duration?

    /// What kind of failure it is.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// There is no such run, model or version.
        case notFound = "not_found"
        /// The request is wrong, or the configuration is.
        case invalid
        /// There is one of that name already.
        case alreadyExists = "already_exists"
        /// The credentials are missing, wrong, or not enough.
        case unauthorized
        /// Too many requests.
        case rateLimited = "rate_limited"
        /// Nobody answers, or the server failed.
        case unavailable
        /// The answer took too long.
        case timeout
        /// The answer is not what MLflow answers, e.g. a page of HTML.
        case junk
        /// The task was cancelled.
        case cancelled
    }

    /// Makes an error.
    package init(
        _ kind: Kind, _ message: String, status: Int? = nil, code: String? = nil, retryAfter: Duration? = nil
    ) {
        self.kind = kind
        self.message = message
        self.status = status
        self.code = code
        self.retryAfter = retryAfter
    }

    /// Whether the same request may succeed later without anybody mending anything.
    public var isPassing: Bool {
        switch kind {
        case .rateLimited, .unavailable, .timeout: true
        case .notFound, .invalid, .alreadyExists, .unauthorized, .junk, .cancelled: false
        }
    }

    /// The message, and that it is of MLflow.
    public var description: String { "MLflow: \(message)" }
}
