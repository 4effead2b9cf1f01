import EventBus
import HTTPTypes
import RedisClient

extension Problem {
    /// An event that was not appended: `outcome` says whether it may be in the log all the same, `Retry-After` that sending
    /// it again can succeed.
    init(_ error: PublishError) {
        let status: HTTPResponse.Status
        var retryAfter: Int?
        switch (error.outcome, error.cause) {
        case (_, is InvalidPayload): status = .unprocessableContent
        case (_, is VersionConflict): status = .conflict
        case (_, let obstacle as PublishObstacle):
            switch obstacle {
            case .entryTooLarge: status = .contentTooLarge
            case .memoryFull:
                status = .serviceUnavailable
                retryAfter = 5
            case .keysMayGo: status = .serviceUnavailable
            case .malformed: status = .badRequest
            case .unversioned: status = .unprocessableContent
            }
        case (.outcomeUnknown, _): status = .gatewayTimeout
        case (.rejected, let cause as RedisError):
            status = .serviceUnavailable
            retryAfter = cause.isRetriable ? 2 : nil
        case (.notSent, _):
            status = .serviceUnavailable
            retryAfter = 2
        case (.rejected, _): status = .unprocessableContent
        }
        var members: JSONObject = ["outcome": .string(error.outcome.word)]
        if let conflict = error.versionConflict {
            members["expected_version"] = .number(JSONNumber(conflict.expected))
            members["actual_version"] = .number(JSONNumber(conflict.actual))
        }
        self.init(
            status, error.description, members: members,
            headers: retryAfter.map { [.retryAfter: "\($0)"] } ?? [:])
    }
}

extension PublishError.Outcome {
    /// The outcome as an answer names it.
    var word: String {
        switch self {
        case .notSent: "not_sent"
        case .rejected: "rejected"
        case .outcomeUnknown: "outcome_unknown"
        }
    }
}

extension PublishError {
    /// Whether the next event would meet the same: the transport is away, or full.
    var concernsAll: Bool {
        if case PublishObstacle.memoryFull? = cause as? PublishObstacle { return true }
        guard outcome == .rejected else { return true }
        return (cause as? RedisError)?.isRetriable ?? false
    }
}
