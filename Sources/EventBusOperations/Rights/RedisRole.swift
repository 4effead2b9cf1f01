/// A part that somebody plays on the bus, and the ACL user of Redis that it logs in as.
package enum RedisRole: String, CaseIterable, Sendable {
    /// Appends events: an application that publishes, an outbox.
    case publisher
    /// Reads a consumer group, or subscribes.
    case consumer
    /// Routes the log to lists and channels, reaps and trims: `eventbus route`, `eventbus reap`.
    case router
    /// Takes messages off lists and listens to channels, in any language.
    case worker
    /// Takes messages off the lists of deployed services and appends their events: `eventbus bridge`.
    case bridge
    /// Looks at everything; pauses, redrives, discards, trims.
    case operate = "operator"
    /// Looks at everything and changes nothing.
    case monitor
    /// Everything that `eventbus serve` does: publishes over HTTP, routes, bridges, reaps, trims, and acts for operators.
    case serve
}
