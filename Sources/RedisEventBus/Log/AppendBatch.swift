import EventBus
import RedisClient

/// The commands that append a batch of events, and what is needed to read their replies and to send some of them again.
struct AppendBatch {
    /// How the events of a batch stand to each other.
    enum Unity: Sendable {
        /// Each is appended or refused alone.
        case each
        /// All or none: events of one aggregate keep their order even if one would be refused, since with a pipeline of
        /// 1, 2, 3 of which 2 is refused and tried again, the log would say 1, 3, 2.
        case transaction
    }

    /// An event of the batch, and where it goes.
    struct Appended: Sendable {
        let id: EventID
        let partition: Int
        let aggregateID: String
        /// Whether the script knows it again when it comes a second time.
        let isRecognised: Bool
        /// What all events of one story share: for log lines.
        var correlationID: String?
        var expectedVersion: ExpectedVersion?
    }

    let plan: AppendPlan
    let unity: Unity
    /// All commands: of a transaction also those around the appends.
    private(set) var commands: RedisCommands
    private let script: RedisScript?
    /// How many commands come before the first append.
    private var leading = 0
    /// Whether any event has an idempotency key.
    private(set) var hasKeys = false
    private(set) var events: [Appended] = []

    /// - Parameter script: What a transaction brings along, where it may use it.
    init(_ unity: Unity, plan: AppendPlan, events: Int, script: RedisScript? = nil) {
        self.plan = plan
        self.unity = unity
        self.script = script
        commands = RedisCommands(reservingCapacity: events * 1_024)
        self.events.reserveCapacity(events)
        begin(&commands)
        leading = commands.count
    }

    /// The batch of one event whose command is there already.
    init(_ event: Appended, idempotencyKey: String?, command: RedisCommands, plan: AppendPlan) {
        self.plan = plan
        unity = .each
        script = nil
        commands = command
        events = [event]
        hasKeys = idempotencyKey != nil
    }

    private func begin(_ commands: inout RedisCommands) {
        guard unity == .transaction else { return }
        if let script { commands.append("SCRIPT", ["LOAD", script.source]) }
        commands.begin("MULTI", arguments: 0)
    }

    private func end(_ commands: inout RedisCommands) {
        if unity == .transaction { commands.begin("EXEC", arguments: 0) }
    }

    /// Ends the batch; then ``commands`` can be sent.
    mutating func finish() { end(&commands) }

    /// Adds an event.
    ///
    /// - Returns: How many bytes its command has.
    mutating func append(_ entry: AppendPlan.Entry) -> Int {
        let before = commands.byteCount
        if entry.idempotencyKey != nil { hasKeys = true }
        plan.append(entry, to: &commands)
        events.append(
            Appended(
                id: entry.stamp.id, partition: entry.partition, aggregateID: entry.aggregateID,
                isRecognised: plan.recognises(entry.idempotencyKey, entry.expectedVersion),
                correlationID: entry.context.correlationID, expectedVersion: entry.expectedVersion))
        return commands.byteCount - before
    }

    /// What it means that an event's aggregate is at another version than it expected.
    func conflict(_ event: Appended, actual: UInt64) -> VersionConflict {
        VersionConflict(event.expectedVersion, of: event.aggregateID, plan.declaration, actual: actual)
    }

    /// The commands that append these events, by their places.
    func commands(for indices: [Int]) -> RedisCommands {
        guard indices.count < events.count else { return commands }
        var some = RedisCommands()
        begin(&some)
        some.append(commands, at: indices.map { $0 + leading })
        end(&some)
        return some
    }

    /// What became of each of `count` events, from the replies to the commands that appended them.
    func answers(_ replies: [RedisReply], count: Int) -> [AppendAnswer] {
        guard unity == .transaction else { return replies.map { AppendAnswer($0) } }
        guard let executed = replies.last, executed.kind == .array else {
            // EXECABORT: the first command that was refused says why; none was carried out.
            let reason = replies.suffix(count + 2).first { $0.error != nil } ?? replies[replies.count - 1]
            return Array(repeating: AppendAnswer(reason), count: count)
        }
        return executed.map { AppendAnswer($0) }
    }
}

extension VersionConflict {
    /// The conflict of an event, as the server has found it.
    init(
        _ expected: ExpectedVersion?, of aggregateID: String, _ declaration: EventDeclaration, actual: UInt64
    ) {
        self.init(
            aggregateType: declaration.aggregate.type, aggregateID: aggregateID, expected: expected?.number ?? 0,
            actual: actual)
    }
}
