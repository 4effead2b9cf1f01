import EventBus

@testable import EventBusChaos

/// A made-up run that went well; tests change one thing in it.
struct Story {
    /// By partition, in the log's order.
    var logs: [[EventName]]
    var kept: [EventName]
    var work: [EventName]
    var facts: [(witness: Witness, facts: [Fact])]
    var end = EndState()

    static let groups = [
        Ledger.Group(name: "ordered", order: .aggregate), Ledger.Group(name: "competing", order: .none),
    ]

    static let first = AggregateName(publisher: 0, life: 1, ordinal: 0)
    static let second = AggregateName(publisher: 0, life: 1, ordinal: 1)
    static let publisher = Witness("publisher-1")
    static let consumer = Witness("ordered-1", group: "ordered")
    static let jobber = Witness("jobber-1")
    static let subscriber = Witness("subscriber-1")

    static func event(_ number: Int, of aggregate: AggregateName = first) -> EventName { EventName(aggregate, number) }

    /// Two partitions with an aggregate each, three events in each.
    init() {
        logs = [Self.first, Self.second].map { aggregate in (1...3).map { EventName(aggregate, $0) } }
        let all = logs.flatMap(\.self)
        kept = all
        work = all
        var at = 100
        func next() -> Moment {
            at += 1
            return Moment(nanoseconds: UInt64(at))
        }
        facts = [
            (
                Self.publisher,
                all.flatMap { event in
                    [.intended(event, at: next()), .acknowledged(event, Self.position(event))]
                }
            )
        ]
        for witness in [Self.consumer, Witness("competing-1", group: "competing")] {
            facts.append(
                (
                    witness,
                    all.flatMap { event in
                        [
                            .begun(event, Fact.Run(attempt: 1, epoch: 1, at: next())),
                            .completed(event, Fact.Run(attempt: 1, epoch: 1, at: next())),
                        ]
                    }
                ))
        }
        facts.append((Self.jobber, all.map { .worked($0) }))
        facts.append((Self.subscriber, all.map { .seen($0, partition: $0.aggregate == Self.first ? 0 : 1) }))
    }

    /// Takes away the facts of a witness that `isGone` says.
    mutating func remove(from witness: Witness, _ isGone: (Fact) -> Bool) {
        for at in facts.indices where facts[at].witness == witness { facts[at].facts.removeAll(where: isGone) }
    }

    /// Makes the ordered group's consumer reject an event.
    mutating func reject(_ event: EventName) {
        for at in facts.indices where facts[at].witness == Self.consumer {
            facts[at].facts = facts[at].facts.map { fact in
                if case .completed(event, let run) = fact { .rejected(event, run) } else { fact }
            }
        }
    }

    static func letter(_ event: EventName?) -> EndState.DeadLetter {
        EndState.DeadLetter(
            group: "ordered", content: event.map { .event($0) } ?? .unreadable, attempts: 1, reason: "rejected",
            error: "on purpose")
    }

    /// Takes away everything that is said of an event.
    mutating func removeAllFacts(of event: EventName) {
        for at in facts.indices { facts[at].facts.removeAll { $0.event == event } }
    }

    mutating func add(_ facts: [Fact], from witness: Witness) { self.facts.append((witness, facts)) }

    var ledger: Ledger {
        var ledger = Ledger(groups: Self.groups, partitions: logs.count)
        for (partition, log) in logs.enumerated() {
            for event in log { ledger.takeLog(partition, event, at: Self.position(event)) }
        }
        for event in kept { ledger.takeKept(event) }
        for event in work { ledger.takeWork(event) }
        for (witness, facts) in facts {
            let number = ledger.add(witness)
            for fact in facts { ledger.take(fact, from: number) }
        }
        ledger.end = end
        return ledger
    }

    /// Where an event stands in its log.
    static func position(_ event: EventName) -> StreamPosition {
        StreamPosition(milliseconds: 1_000 + UInt64(event.number), sequence: 0)
    }
}

extension Fact {
    var event: EventName {
        switch self {
        case .intended(let event, _), .acknowledged(let event, _), .accepted(let event), .refused(let event),
            .doubtful(let event),
            .begun(let event, _), .completed(let event, _), .rejected(let event, _), .taken(let event),
            .worked(let event),
            .seen(let event, _):
            event
        }
    }

    var isOfHandler: Bool {
        switch self {
        case .begun, .completed, .rejected: true
        default: false
        }
    }
}
