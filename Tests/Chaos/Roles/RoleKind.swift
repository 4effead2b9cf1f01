/// What a process of the harness is.
enum RoleKind: String, Sendable, CaseIterable {
    case publisher, router, consumer, subscriber
    /// A worker as other languages have them.
    case worker
    /// A worker of this bus.
    case jobber
    /// What returns to the queues what dead workers held.
    case reaper
    /// What keeps the logs short.
    case trimmer
}
