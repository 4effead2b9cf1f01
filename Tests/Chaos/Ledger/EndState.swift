import EventBus

/// What was found when everything had come to rest – or had not.
struct EndState: Sendable {
    /// Deliveries that nobody finished, by group and partition.
    var unfinished: [Unfinished] = []
    var deadLetters: [DeadLetter] = []
    /// Entries of the logs that are no events, by the number that the conductor gave them.
    var junk: Set<Int> = []
    /// Items of work queues that are still in some list, or were given up on, and where.
    var leftOnQueues: [String] = []
    /// In what histories differ from the logs.
    var historyDifferences: [String] = []
    /// Processes that ended though nobody had asked them to.
    var exits: [Exit] = []
    /// What is neither an event of the harness nor anything it knows, and where it was found.
    var strangers: [String] = []
    /// The end of the last FLUSHALL: what was published before it may be gone.
    var forgottenUntil = Moment.beginning
    /// Whether entries were removed that all groups were done with: then what is not in the log is not lost.
    var isTrimmed = false
    /// Whether nothing was done to anybody: then nothing may be handled again.
    var isUndisturbed = false
    /// What the roles' logs must say and do not.
    var missingAlarms: [String] = []

    struct Unfinished: Sendable, Hashable {
        let group: String
        let partition: Int
        let pending: Int
        let undelivered: Int
        /// The first pending ones, as Redis tells it.
        let sample: String
    }

    struct DeadLetter: Sendable, Hashable {
        let group: String
        let content: Content
        let attempts: Int
        let reason: String
        let error: String

        /// The event, where it is one of the harness.
        var event: EventName? { if case .event(let event) = content { event } else { nil } }
    }

    /// What a dead letter holds.
    enum Content: Sendable, Hashable {
        case event(EventName)
        case junk(Int)
        /// Not what was appended.
        case unreadable
    }

    struct Exit: Sendable, Hashable {
        let witness: Witness
        let status: String
        /// The last lines of its log.
        let lastWords: String
    }
}
