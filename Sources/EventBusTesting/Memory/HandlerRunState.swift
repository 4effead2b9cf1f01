import EventBus

/// A handler that runs, and the delivery that it runs for.
struct HandlerRunState {
    let group: Int
    let partition: Int
    let index: Int
    let member: Int
    let attempt: Int
    let run: HandlerRun
    var task: Task<Void, Never>?
    /// When it is to be cancelled for taking too long, and then given up.
    var timeout: Timeout?
    /// Whether its consumer is being ended.
    var isStopping = false

    enum Timeout {
        case running(until: Duration, limit: Duration)
        case cancelled(abandonedAt: Duration, limit: Duration)

        var due: Duration {
            switch self {
            case .running(let until, _): until
            case .cancelled(let abandonedAt, _): abandonedAt
            }
        }
    }
}
