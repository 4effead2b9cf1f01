import EventBus
import Testing

@testable import EventBusChaos

/// One thing that goes wrong in a ``Story``, and what a ledger must say of it.
struct Crime: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let expected: Set<Violation>
    let commit: @Sendable (inout Story) -> Void

    init(_ what: String, _ expected: Violation..., by commit: @escaping @Sendable (inout Story) -> Void) {
        testDescription = what
        self.expected = Set(expected)
        self.commit = commit
    }

    private static let last = Story.event(3)

    /// At least one for each violation.
    static let all: [Crime] = appending + handling + routing + other

    private static let appending = [
        Crime("an acknowledged event is not in the log and nowhere else", .missingFromLog, .neverHandled) { story in
            story.logs[0].removeLast()
            story.kept.removeAll { $0 == last }
            story.work.removeAll { $0 == last }
            story.remove(from: Story.consumer) { $0.event == last }
            story.remove(from: Story.subscriber) { $0.event == last }
            story.remove(from: Story.jobber) { $0.event == last }
        },
        Crime("an outbox has accepted an event and never appends it", .missingFromLog, .neverHandled) { story in
            story.add([.intended(Story.event(4), at: .beginning), .accepted(Story.event(4))], from: Story.publisher)
        },
        Crime("a retry appends a second time", .appendedTwice) { $0.logs[0].append(last) },
        Crime("an event that was refused is in the log", .refusedYetAppended) { story in
            story.remove(from: Story.publisher) { $0 == .acknowledged(last, Story.position(last)) }
            story.add([.refused(last)], from: Story.publisher)
        },
        Crime(
            "two events of an aggregate change places on their way to the log", .appendedOutOfOrder, .listOutOfOrder,
            .subscriberGap
        ) { $0.logs[0].swapAt(0, 1) },
        Crime("a receipt names another place than the log", .wrongReceipt) { story in
            story.add([.acknowledged(last, Story.position(Story.event(7)))], from: Story.publisher)
        },
        Crime("a log has an event that was never published", .unpublished) { story in
            story.remove(from: Story.publisher) { $0.event == last }
        },
    ]

    private static let handling = [
        Crime("an event is acknowledged before its handler is run, and the consumer dies", .neverHandled) { story in
            story.remove(from: Story.consumer) { $0.event == last && $0.isOfHandler }
        },
        Crime("the handler of an event begins and never ends", .neverHandled) { story in
            story.remove(from: Story.consumer) { if case .completed(last, _) = $0 { true } else { false } }
        },
        Crime("a second consumer handles an event while the first still handles the one before", .handledOutOfOrder) {
            let hasty = Fact.Run(attempt: 1, epoch: 1, at: .beginning)
            $0.add([.begun(last, hasty), .completed(last, hasty)], from: Witness("ordered-2", group: "ordered"))
        },
        Crime("an event is given up on", .deadLettered) { story in
            story.remove(from: Story.consumer) { $0.event == last }
            story.end.deadLetters.append(Story.letter(last))
        },
        Crime("a dead letter has lost the bytes of its entry", .deadLettered, .neverBuried) { story in
            story.reject(last)
            story.end.deadLetters.append(Story.letter(nil))
        },
        Crime("a rejected event is acknowledged and not buried", .neverBuried) { $0.reject(last) },
        Crime("a rejected event is buried by two consumers", .buriedTwice) { story in
            story.reject(last)
            story.end.deadLetters += [Story.letter(last), Story.letter(last)]
        },
        Crime("an event begins while the one before it is not yet rejected", .handledOutOfOrder) { story in
            story.reject(Story.event(2))
            story.end.deadLetters.append(Story.letter(Story.event(2)))
            story.add([.begun(last, Fact.Run(attempt: 1, epoch: 1, at: .beginning))], from: Story.consumer)
        },
        Crime("a slow handler's delivery is given to another", .repeated) { story in
            let late = Fact.Run(attempt: 2, epoch: 1, at: Moment(nanoseconds: 9_000))
            story.add([.begun(last, late), .completed(last, late)], from: Witness("ordered-2", group: "ordered"))
            story.end.isUndisturbed = true
        },
    ]

    private static let routing = [
        Crime("an event is acknowledged before it is put on its lists", .neverOnList) { story in
            story.kept.removeAll { $0 == last }
            story.work.removeAll { $0 == last }
        },
        Crime("a worker's item is gone", .neverOnList) { $0.work.removeAll { $0 == last } },
        Crime("a job is done with before its worker has worked", .neverWorked) { story in
            story.remove(from: Story.jobber) { $0.event == last }
        },
        Crime("a living worker's job is given to another", .repeated) { story in
            story.add([.worked(last)], from: Witness("jobber-2"))
            story.end.isUndisturbed = true
        },
        Crime("an item is left where a dead worker had put it", .unfinished) {
            $0.end.leftOnQueues.append("chaos:work:processing: 1 items")
        },
        Crime("two routers route the same entry", .twiceOnList) { story in
            story.kept.append(last)
            story.work.append(last)
        },
        Crime("a worker's item came back though it was done", .twiceOnList) { $0.work.append(last) },
        Crime("two routers route different entries at the same time", .listOutOfOrder) { $0.kept.swapAt(0, 2) },
    ]

    private static let other = [
        Crime("a subscriber is not given an event", .subscriberGap) { story in
            story.remove(from: Story.subscriber) { $0.event == Story.event(2) }
        },
        Crime("a subscriber is given an event again", .subscriberGap) { story in
            story.facts[4].facts.insert(.seen(Story.event(2), partition: 0), at: 2)
        },
        Crime("a delivery is left in the pending list", .unfinished) {
            $0.end.unfinished.append(
                EndState.Unfinished(group: "ordered", partition: 1, pending: 1, undelivered: 0, sample: "1-0"))
        },
        Crime("an entry that is no event is acknowledged away", .junkLost) { story in
            story.end.junk = [7]
            for group in ["ordered", "competing"] {
                story.end.deadLetters.append(
                    EndState.DeadLetter(group: group, content: .junk(7), attempts: 1, reason: "malformed", error: ""))
            }
        },
        Crime("a history lacks an event", .historyDiffers) { $0.end.historyDifferences.append("0.1.0") },
        Crime("a loop ends with an error", .exited) {
            $0.end.exits.append(EndState.Exit(witness: Story.consumer, status: "status 1", lastWords: "NOGROUP"))
        },
        Crime("a list has bytes that nobody published", .stranger) { $0.end.strangers.append("chaos:kept: junk") },
        Crime("the log is lost and nobody says so", .silentLoss) { $0.end.missingAlarms.append("group ordered") },
    ]
}
