import EventBus
import RedisClient

/// What became of appends whose answers were lost.
struct Settlement: Sendable, Hashable {
    /// Where those stand that are in the log.
    var found: [EventID: StreamPosition]
    /// What it means that another was not found.
    var absence: Absence

    /// What it means that an event was not found.
    enum Absence: Sendable, Hashable {
        /// It is not in the log and will not come: it may be appended.
        case certain
        /// It may have been in the log: entries behind the last known position are gone.
        case trimmed
        /// It may still come: the lost connection could not be closed on the server.
        case unfenced(RedisServerError?)
        /// No position of the log was known before the try, so that there was nowhere to look.
        case unknownFloor
    }

    /// How a fence and the log's extent decide about events that were not found.
    static func absence(fence: RedisFence, floor: StreamPosition?, extent: LogExtent) -> Absence {
        switch fence {
        case .denied(let error): return .unfenced(error)
        case .untold: return .unfenced(nil)
        case .closed, .inUse: break
        }
        guard let floor else { return .unknownFloor }
        return extent.mayHaveForgotten(after: floor) ? .trimmed : .certain
    }
}

extension Settlement.Absence {
    /// Why nothing is known, and how to mend that; `nil` where it is.
    var explanation: String? {
        switch self {
        case .certain: nil
        case .trimmed:
            "the log has been trimmed beyond the last position known before; keep more of it, or look for the event by its id"
        case .unfenced(let error?):
            "the server refuses to close the lost connection (\(error)): grant this user `+client|kill`"
        case .unfenced(nil):
            "the server does not tell its run_id or client ids: grant this user `+info` and `+client|id`"
        case .unknownFloor:
            "no position of the log was known before: grant this user `+xinfo`"
        }
    }
}
