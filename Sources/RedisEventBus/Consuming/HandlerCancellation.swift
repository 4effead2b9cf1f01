/// Why a running handler is cancelled; decides what becomes of its delivery.
enum HandlerCancellation: Sendable, Hashable {
    /// Its time is up: a failed attempt.
    case timedOut(HandlerTimeOut)
    /// The delivery is another consumer's by now, or dealt with.
    case lost
    /// The consumer stops and has waited long enough.
    case stop

    var timeOut: HandlerTimeOut? {
        if case .timedOut(let error) = self { error } else { nil }
    }
}

/// A handler took longer than it may.
struct HandlerTimeOut: Error, Sendable, Hashable, CustomStringConvertible {
    let limit: Duration

    var description: String { "timed out after \(limit)" }
}
