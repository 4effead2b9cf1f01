/// A way for the bus in memory to be wrong: what shows that the conformance suite would notice.
package enum Sabotage: String, Sendable, CaseIterable {
    // Publishing
    case losesAnEventNowAndThen
    case losesLargeEvents
    case appendsAnEventTwiceNowAndThen
    case mixesStreams
    case dropsTheContext
    case acceptsInvalidBatches
    case ignoresIdempotencyKeys
    case skipsVersions
    case ignoresExpectedVersions
    case forgetsWhatFollows
    // Consuming
    case acknowledgesFailures
    case redeliversTheAcknowledged
    case ignoresLanes
    case letsLaterEventsPassRetries
    case retriesAtOnce
    case neverGivesUp
    case ignoresReject
    case chargesPostponed
    case ignoresHandlerTimeouts
    case sharesWithoutLease
    case givesOneConsumerAll
    case claimsFromTheLiving
    case oneGroupForAll
    // Consumers that end
    case dropsWhatRunsAtAStop
    case letsHandlersOfTheDeadRun
    case forgetsPendingOfTheDead
    case chargesNeighboursOfTheDead
    case neverTakesOver
    // Dead letters
    case dropsDeadLetters
    case losesTheBytesOfPoison
    case acknowledgesUnknownTypes
    case redrivesWithoutReset
    case redrivesTwice
    case ignoresHold
    // Other readers
    case subscribersMissEvents
    case subscribersSeeEventsTwice
    case routesTwice
    case routesInReverse
    case ignoresPause
}
