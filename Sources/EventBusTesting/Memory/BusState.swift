import EventBus

/// All that the bus in memory knows. A value without tasks or waiting: it says which handlers to start, and is told how
/// they ended.
struct BusState {
    /// A partition of a stream.
    struct LogName: Hashable {
        let stream: String
        let partition: Int
    }

    /// A handler to start.
    struct Start {
        let id: Int
        let run: HandlerRun
        let delivery: Delivery
        let handle: @Sendable (Delivery) async throws -> Void
    }

    /// What is to be done outside the lock.
    struct Actions {
        var starts: [Start] = []
        var cancels: [Task<Void, Never>] = []
        var resumes: [CheckedContinuation<Void, Never>] = []
        /// When to look again.
        var due: Duration?
    }

    struct IdempotencyKey: Hashable {
        let type: String
        let partition: Int
        let key: String
    }

    /// After how long a handler that was cancelled for its time-out is left behind.
    static let grace = Duration.seconds(5)

    let sabotage: Sabotage?
    var random: SeededRandom
    var logs: [LogName: MemoryLog] = [:]
    var appended: [(log: LogName, index: Int)] = []
    var groups: [MemoryGroup] = []
    var runs: [Int: HandlerRunState] = [:]
    var letters: [InMemoryDeadLetter] = []
    var lists: [String: [RoutedMessage]] = [:]
    var channels: [String: [RoutedMessage]] = [:]
    var receipts: [IdempotencyKey: (receipt: PublishReceipt, until: Duration)] = [:]
    /// Of each history the version and the last event.
    var histories: [String: (version: UInt64, last: EventID)] = [:]
    var plannedFailures: [PlannedFailure] = []
    /// Declarations by stream and by each name of the type.
    var declarations: [String: [String: EventDeclaration]] = [:]
    var drainWaiters: [Int: CheckedContinuation<Void, Never>] = [:]
    var appendWaiters: [Int: CheckedContinuation<Void, Never>] = [:]
    var endWaiters: [(member: Int, waiter: CheckedContinuation<Void, Never>)] = []
    private var nextID = 0

    init(events: [EventDeclaration], seed: UInt64, sabotage: Sabotage?) {
        random = SeededRandom(seed: seed)
        self.sabotage = sabotage
        for event in events { know(event) }
    }

    mutating func newID() -> Int {
        nextID += 1
        return nextID
    }

    mutating func know(_ event: EventDeclaration) {
        for name in [event.type] + event.aliases { declarations[event.stream.name, default: [:]][name] = event }
    }

    /// The place of a group in ``groups``; it is made where there is none.
    mutating func group(_ name: String, of stream: StreamDeclaration) -> Int {
        if let known = knownGroup(name, of: stream.name) { return known }
        groups.append(MemoryGroup(name, of: stream, sabotage: sabotage))
        return groups.count - 1
    }

    func knownGroup(_ name: String, of stream: String) -> Int? {
        groups.firstIndex { $0.stream.name == stream && ($0.name == name || sabotage == .oneGroupForAll) }
    }

    func entries(_ stream: String, _ partition: Int) -> [MemoryLog.Entry] {
        logs[LogName(stream: stream, partition: partition)]?.entries ?? []
    }

    /// Whether nothing goes on before the clock moves.
    var isIdle: Bool { runs.values.allSatisfy { $0.run.isAsleep } }
}

/// A failure that a test has asked for.
struct PlannedFailure {
    let error: PublishError
    let effect: InMemoryEventBus.FailedPublish
}
