/// Where a process that serves is in its life.
package enum ServingPhase: Sendable, Hashable {
    /// It is not ready yet; what for, e.g. `the router has yet to take a partition`.
    case starting(String)
    /// It serves.
    case serving
    /// It is about to end: what is in hand is finished, and nothing new should come.
    case draining
}
