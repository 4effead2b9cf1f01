/// What a process of the harness is.
enum RoleKind: String, Sendable, CaseIterable {
    case publisher, router, consumer, worker, subscriber
}
