import ArgumentParser

/// One of the things that `eventbus serve` runs, in the order in which they start; they are drained in the reverse order.
enum ServedPart: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// Appends to the log what is in the outbox.
    case relay
    /// Keeps the logs as short as the catalogue says.
    case retention
    /// Returns to work queues what dead workers held.
    case reaper
    /// Brings into the log what deployed services put on lists.
    case bridge
    /// Puts events on lists and channels.
    case router
    /// Looks through MLflow's registry for versions of which no delivery came.
    case reconciler
    /// Answers over HTTP. It starts last and is drained first: what it takes on, the others carry out.
    case gateway
}
