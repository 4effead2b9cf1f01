import EventBus

/// Everything that is known of a run, folded event by event: what the roles wrote down, and what is in Redis at the end.
///
/// A pure value. The facts of one witness are taken in as they were written; apart from that the order does not matter.
struct Ledger: Sendable {
    /// A consumer group that must handle everything.
    struct Group: Sendable, Hashable {
        let name: String
        let order: DeliveryOrder
    }

    let groups: [Group]
    private(set) var standings: [Standing] = []
    /// By group, then by event, as `standings`.
    private(set) var handlings: [[Handling]]
    private(set) var witnesses: [Witness] = []
    /// How many entries each partition's log has.
    private(set) var logLengths: [Int]
    private(set) var subscriptions: [Subscription] = []
    /// The kept list from its oldest item on: the events' indices.
    private(set) var kept: [Int32] = []
    private(set) var taken = 0
    var end = EndState()

    private var indices: [EventName: Int32] = [:]

    init(groups: [Group], partitions: Int) {
        self.groups = groups
        handlings = groups.map { _ in [] }
        logLengths = Array(repeating: 0, count: partitions)
    }

    /// What one life of a subscriber saw of one partition.
    struct Subscription: Sendable {
        let witness: Int
        let partition: Int
        /// The events' indices, in the order in which they were seen.
        var seen: [Int32] = []
    }

    /// Registers whose facts come next.
    mutating func add(_ witness: Witness) -> Int {
        witnesses.append(witness)
        return witnesses.count - 1
    }

    /// Takes in an entry of a log, in the log's order.
    mutating func takeLog(_ partition: Int, _ event: EventName, at position: StreamPosition) {
        let index = index(of: event)
        if standings[index].timesInLog == 0 {
            standings[index].partition = partition
            standings[index].logIndex = logLengths[partition]
            standings[index].position = position
        }
        standings[index].timesInLog += 1
        logLengths[partition] += 1
    }

    /// Takes in an item of the list that nobody takes from, the oldest first.
    mutating func takeKept(_ event: EventName) {
        let index = index(of: event)
        standings[index].timesKept += 1
        kept.append(Int32(index))
    }

    /// Takes in an item of the workers' list, or of one that it moves to.
    mutating func takeWork(_ event: EventName) {
        standings[index(of: event)].timesForWork += 1
    }

    /// Takes in what a role wrote down.
    mutating func take(_ fact: Fact, from witness: Int) {
        switch fact {
        case .intended(let event, let at):
            let index = index(of: event)
            standings[index].intendedAt = min(standings[index].intendedAt, at)
            // A new try: what became of the one before says nothing of it.
            standings[index].isRefused = false
        case .acknowledged(let event, let position): standings[index(of: event)].acknowledged = position
        case .accepted(let event): standings[index(of: event)].isAccepted = true
        case .refused(let event): standings[index(of: event)].isRefused = true
        case .doubtful(let event): standings[index(of: event)].isDoubtful = true
        case .begun(let event, let run): note(event, witness) { $0.begin(run, by: witness) }
        case .completed(let event, let run): note(event, witness) { $0.complete(run, by: witness) }
        case .rejected(let event, let run): note(event, witness) { $0.reject(run, by: witness) }
        case .taken: taken += 1
        case .worked(let event): standings[index(of: event)].timesWorked += 1
        case .seen(let event, let partition): see(event, partition, witness)
        }
    }

    /// The event's index in ``standings``, known or not.
    private mutating func index(of event: EventName) -> Int {
        if let index = indices[event] { return Int(index) }
        let index = standings.count
        indices[event] = Int32(index)
        standings.append(Standing(event))
        for group in groups.indices { handlings[group].append(Handling()) }
        return index
    }

    private mutating func note(_ event: EventName, _ witness: Int, _ change: (inout Handling) -> Void) {
        guard let name = witnesses[witness].group, let group = groups.firstIndex(where: { $0.name == name }) else {
            preconditionFailure("a handler's facts come from a consumer of a group")
        }
        change(&handlings[group][index(of: event)])
    }

    private mutating func see(_ event: EventName, _ partition: Int, _ witness: Int) {
        let index = Int32(index(of: event))
        // A life's facts come in one go, so its subscriptions are the last ones.
        for at in subscriptions.indices.reversed().prefix(logLengths.count)
        where subscriptions[at].witness == witness && subscriptions[at].partition == partition {
            subscriptions[at].seen.append(index)
            return
        }
        subscriptions.append(Subscription(witness: witness, partition: partition, seen: [index]))
    }
}

extension Handling {
    fileprivate mutating func begin(_ run: Fact.Run, by witness: Int) {
        highestAttempt = max(highestAttempt, run.attempt)
        guard run.at < firstBegun else { return }
        firstBegun = run.at
        beganFirst = witness
    }

    fileprivate mutating func complete(_ run: Fact.Run, by witness: Int) {
        completions += 1
        end(run, by: witness)
    }

    fileprivate mutating func reject(_ run: Fact.Run, by witness: Int) {
        rejections += 1
        end(run, by: witness)
    }

    private mutating func end(_ run: Fact.Run, by witness: Int) {
        guard run.at < firstDone else { return }
        firstDone = run.at
        doneFirst = witness
    }
}
