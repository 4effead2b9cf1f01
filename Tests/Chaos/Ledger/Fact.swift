import EventBus

/// What a role did, as it writes it down: one line of its file.
enum Fact: Sendable, Hashable {
    /// A publisher is about to publish.
    case intended(EventName, at: Moment)
    /// A publisher has a receipt.
    case acknowledged(EventName, StreamPosition)
    /// A publisher was told that an outbox has the event, and will append it.
    case accepted(EventName)
    /// A publisher was told that the event is certainly not in the log.
    case refused(EventName)
    /// A publisher was told that nobody knows.
    case doubtful(EventName)
    /// A handler began.
    case begun(EventName, Run)
    /// A handler is done; it returns next.
    case completed(EventName, Run)
    /// A handler will not take the event, now or later; it says so next.
    case rejected(EventName, Run)
    /// A worker of another language has taken an item off its list.
    case taken(EventName)
    /// A worker of this bus is done with a job; it says so next.
    case worked(EventName)
    /// A subscriber was given an event.
    case seen(EventName, partition: Int)

    /// One run of a handler.
    struct Run: Sendable, Hashable {
        let attempt: Int
        let epoch: UInt64
        let at: Moment
    }
}

extension Fact {
    /// The line, with its end.
    var line: String {
        switch self {
        case .intended(let event, let at): "i \(event) \(at.nanoseconds)\n"
        case .acknowledged(let event, let position): "a \(event) \(position.milliseconds) \(position.sequence)\n"
        case .accepted(let event): "o \(event)\n"
        case .refused(let event): "r \(event)\n"
        case .doubtful(let event): "d \(event)\n"
        case .begun(let event, let run): "b \(event) \(run.attempt) \(run.epoch) \(run.at.nanoseconds)\n"
        case .completed(let event, let run): "c \(event) \(run.attempt) \(run.epoch) \(run.at.nanoseconds)\n"
        case .rejected(let event, let run): "x \(event) \(run.attempt) \(run.epoch) \(run.at.nanoseconds)\n"
        case .taken(let event): "t \(event)\n"
        case .worked(let event): "w \(event)\n"
        case .seen(let event, let partition): "s \(event) \(partition)\n"
        }
    }

    /// Reads a line without its end; `nil` where it is none: the last line of a process that was killed may be torn.
    init?(line: ArraySlice<UInt8>) {
        let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count >= 2, words[0].count == 1, let kind = words[0].first, let event = EventName(words[1])
        else { return nil }
        var numbers: [UInt64] = []
        for word in words[2...] {
            var field = DecimalFields(word)
            guard let number = field.last() else { return nil }
            numbers.append(number)
        }
        switch (Unicode.Scalar(kind), numbers.count) {
        case ("i", 1): self = .intended(event, at: Moment(nanoseconds: numbers[0]))
        case ("a", 2):
            self = .acknowledged(event, StreamPosition(milliseconds: numbers[0], sequence: numbers[1]))
        case ("o", 0): self = .accepted(event)
        case ("r", 0): self = .refused(event)
        case ("d", 0): self = .doubtful(event)
        case ("b", 3): self = .begun(event, Run(numbers))
        case ("c", 3): self = .completed(event, Run(numbers))
        case ("x", 3): self = .rejected(event, Run(numbers))
        case ("t", 0): self = .taken(event)
        case ("w", 0): self = .worked(event)
        case ("s", 1): self = .seen(event, partition: Int(numbers[0]))
        default: return nil
        }
    }
}

extension Fact.Run {
    fileprivate init(_ numbers: [UInt64]) {
        self.init(attempt: Int(numbers[0]), epoch: numbers[1], at: Moment(nanoseconds: numbers[2]))
    }
}
