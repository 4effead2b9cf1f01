import EventBus

/// All that is known of one event, but for how it was handled.
struct Standing: Sendable {
    let event: EventName
    var intendedAt = Moment.never
    var acknowledged: StreamPosition?
    /// Whether an outbox has promised to append it.
    var isAccepted = false
    var isRefused = false
    var isDoubtful = false

    /// Where it first stands in the log.
    var partition = -1
    var logIndex = -1
    var position: StreamPosition?
    /// How often it is in the log.
    var timesInLog = 0
    /// How often it was put on the list that nobody takes from.
    var timesKept = 0
    /// How often it is on the list for workers and on those that it moves to.
    var timesForWork = 0
    /// How often a worker of this bus was done with it.
    var timesWorked = 0

    init(_ event: EventName) { self.event = event }

    var isInLog: Bool { timesInLog > 0 }

    /// Whether a publisher was told that the event is safe.
    var isPromised: Bool { acknowledged != nil || isAccepted }
}

/// How one group handled one event.
struct Handling: Sendable {
    var firstBegun = Moment.never
    /// When it was first completed or rejected: from then on the next of its aggregate may begin.
    var firstDone = Moment.never
    /// Who was first, as an index into the ledger's witnesses.
    var beganFirst = -1
    var doneFirst = -1
    var completions = 0
    var rejections = 0
    var highestAttempt = 0
}
