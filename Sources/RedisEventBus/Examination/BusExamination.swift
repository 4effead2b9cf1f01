package import EventBus
package import RedisClient

/// Everything that the server knows of a bus at one moment, asked for in a few round trips however much there is.
///
/// What is asked is bounded by the catalogue and by the groups there are: no key is searched for.
package struct BusExamination: Sendable, Hashable {
    /// The server's clock; `nil` where this user may not ask.
    package internal(set) var now: Timestamp?
    /// The catalogue's streams, in its order.
    package internal(set) var streams: [StreamExamination]
    /// The work queues that the catalogue's routes fill.
    package internal(set) var queues: [QueueExamination]
}

extension RedisEventBus {
    /// Asks the server for everything: logs, groups, leases, dead letters, queues. What can't be looked at – a key of another
    /// type, a right that is missing – is said where it belongs, and the rest is there all the same.
    ///
    /// - Parameter runID: The server's `run_id`, which tells whether a lease's connection is one of this run; `nil` where it
    ///   is not known: then nobody can say whether a holder is connected.
    /// - Throws: `RedisError` where there is no answer.
    package func examine(runID: String?) async throws(RedisError) -> BusExamination {
        try await BusExaminer(bus: self, runID: runID).run()
    }
}
