/// A promise that was broken.
enum Violation: String, CaseIterable, Sendable {
    case missingFromLog = "acknowledged to a publisher, and not in the log"
    case appendedTwice = "twice in the log"
    case refusedYetAppended = "refused or never sent, and in the log"
    case appendedOutOfOrder = "in the log before an earlier event of its aggregate"
    case neverHandled = "in the log, and never handled"
    case handledOutOfOrder = "begun before the event before it was completed"
    case neverOnList = "in the log, and never on its list"
    case twiceOnList = "put on its list more than once"
    case listOutOfOrder = "on the list in another order than in the log"
    case subscriberGap = "passed over by a subscriber, or given to it twice"
    case deadLettered = "a dead letter, though its handler would have taken it"
    case unfinished = "unfinished when everything had come to rest"
    case unpublished = "handled or routed, and never published"
    case exited = "a process that ended by itself"
    case stranger = "an entry or item that nobody published"
    case silentLoss = "a loss that no log tells of"
}
