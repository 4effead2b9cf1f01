import EventBus

/// One consumer of a group.
struct GroupMember {
    /// What a consumer is about.
    enum Standing: Equatable {
        case live
        /// It takes nothing more, and leaves when nothing of it runs; what still runs at that moment is cancelled.
        case stopping(cancelled: Duration)
        /// It is gone without a word; what it had goes to others at that moment.
        case dead(noticed: Duration)
    }

    let id: Int
    let name: String
    let limits: InMemoryConsumerLimits
    let handlers: EventHandlers
    var standing = Standing.live
    /// How many of its handlers run, by partition.
    var running: [Int]

    var isIdle: Bool { running.allSatisfy { $0 == 0 } }
}
