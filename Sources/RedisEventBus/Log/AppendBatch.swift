import EventBus
import RedisClient

/// The commands that append a batch of events, and what is needed to read their replies.
struct AppendBatch {
    /// How the events of a batch stand to each other.
    enum Unity {
        /// Each is appended or refused alone.
        case each
        /// All or none: events of one aggregate keep their order even if one would be refused, since with a pipeline of
        /// 1, 2, 3 of which 2 is refused and tried again, the log would say 1, 3, 2.
        case transaction
    }

    let unity: Unity
    private(set) var commands: RedisCommands
    private(set) var events: [Appended] = []

    /// An event of the batch, and the partition it goes to.
    struct Appended {
        let id: EventID
        let partition: Int
    }

    /// - Parameter script: What the transaction brings along, where it may use it.
    init(_ unity: Unity, events: Int, script: RedisScript? = nil) {
        self.unity = unity
        commands = RedisCommands(reservingCapacity: events * 1_024)
        self.events.reserveCapacity(events)
        guard unity == .transaction else { return }
        if let script { commands.append("SCRIPT", ["LOAD", script.source]) }
        commands.begin("MULTI", arguments: 0)
    }

    mutating func append(_ entry: AppendPlan.Entry, by plan: AppendPlan) {
        let partition = plan.append(entry, to: &commands)
        events.append(Appended(id: entry.stamp.id, partition: partition))
    }

    /// Ends the batch; then ``commands`` can be sent.
    mutating func finish() {
        if unity == .transaction { commands.begin("EXEC", arguments: 0) }
    }

    /// What became of each event, from the replies to ``commands``.
    func answers(_ replies: [RedisReply]) -> [AppendAnswer] {
        guard unity == .transaction else { return replies.map { AppendAnswer($0) } }
        guard let executed = replies.last, executed.kind == .array else {
            // EXECABORT: the first command that was refused says why; none was carried out.
            let reason = replies.suffix(events.count + 2).first { $0.error != nil } ?? replies[replies.count - 1]
            return events.map { _ in AppendAnswer(reason) }
        }
        return executed.map { AppendAnswer($0) }
    }
}
