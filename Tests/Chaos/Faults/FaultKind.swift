/// What can be done to a running system.
enum FaultKind: String, CaseIterable, Sendable {
    // To a process: kill -9, and start again.
    case killPublisher, killRouter, killConsumer, killWorker, killJobber, killReaper, killSubscriber
    // To a process: SIGTERM, and start again when it has ended by itself.
    case stopPublisher, stopRouter, stopConsumer, stopJobber
    // To a process: kill -9, and another in its place under a name that nobody has had before.
    case replaceRouter, replaceConsumer
    // To a process: SIGSTOP, then SIGCONT.
    case freezePublisher, freezeRouter, freezeConsumer, freezeWorker, freezeJobber
    // To the server.
    case killServer, freezeServer, fillMemory, forgetScripts
    // To connections, by the server: CLIENT KILL of one, or of all.
    case killConnection, killConnections
    // To the network between one role and the server.
    case cutConnections, cutInReply, cutInRequest, holdAndDrop, holdAndDeliver, slowDown, refuseConnections
    // To the data.
    case writeJunk, flushAll, destroyGroup

    /// How long it lasts, in milliseconds; 0 where it is over at once.
    var lasting: ClosedRange<Int> {
        switch self {
        case .killPublisher, .killRouter, .killConsumer, .killWorker, .killJobber, .killReaper, .killSubscriber,
            .replaceRouter, .replaceConsumer, .stopPublisher, .stopRouter, .stopConsumer, .stopJobber:
            0...1_500
        case .freezePublisher, .freezeRouter, .freezeConsumer, .freezeWorker, .freezeJobber: 500...5_000
        case .killServer: 0...1_000
        case .freezeServer: 500...4_000
        case .fillMemory: 1_000...4_000
        case .holdAndDrop, .holdAndDeliver: 500...5_000
        case .slowDown, .refuseConnections: 500...3_000
        case .forgetScripts, .killConnection, .killConnections, .cutConnections, .cutInReply, .cutInRequest,
            .writeJunk, .flushAll, .destroyGroup:
            0...0
        }
    }

    /// The kind of role that it is done to; `nil` where it is done to any, or to the server.
    var role: RoleKind? {
        switch self {
        case .killPublisher, .stopPublisher, .freezePublisher: .publisher
        case .killRouter, .stopRouter, .replaceRouter, .freezeRouter: .router
        case .killConsumer, .stopConsumer, .replaceConsumer, .freezeConsumer: .consumer
        case .killWorker, .freezeWorker: .worker
        case .killJobber, .stopJobber, .freezeJobber: .jobber
        case .killReaper: .reaper
        case .killSubscriber: .subscriber
        case .killServer, .freezeServer, .fillMemory, .forgetScripts, .killConnection, .killConnections,
            .cutConnections, .cutInReply, .cutInRequest, .holdAndDrop, .holdAndDeliver, .slowDown,
            .refuseConnections, .writeJunk, .flushAll, .destroyGroup:
            nil
        }
    }
}
