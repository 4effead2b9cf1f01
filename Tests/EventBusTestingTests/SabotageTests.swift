import EventBus
import Testing

@testable import EventBusTesting

/// The suite itself on trial: a case that cannot fail proves nothing.
@Suite("The conformance suite on buses that are wrong on purpose")
struct SabotageTests {
    /// A fault, and a case that has to notice it.
    struct Pair: Sendable, CustomStringConvertible {
        let sabotage: Sabotage
        let conformance: String
        var description: String { "\(sabotage) – \(conformance)" }

        init(_ sabotage: Sabotage, _ conformance: String) {
            self.sabotage = sabotage
            self.conformance = conformance
        }
    }

    static let pairs = [
        Pair(.losesAnEventNowAndThen, "publishSubscribe"), Pair(.losesAnEventNowAndThen, "concurrentSubscribe"),
        Pair(.losesAnEventNowAndThen, "concurrentSubscribeMultipleTopics"),
        Pair(.losesAnEventNowAndThen, "publisherClose"), Pair(.losesAnEventNowAndThen, "concurrentClose"),
        Pair(.losesAnEventNowAndThen, "competitorsShare"), Pair(.losesAnEventNowAndThen, "channels"),
        Pair(.losesAnEventNowAndThen, "continueAfterSubscribeClose"),
        Pair(.losesAnEventNowAndThen, "renamedConsumer"), Pair(.appendsAnEventTwiceNowAndThen, "receipts"),
        Pair(.mixesStreams, "topic"), Pair(.dropsTheContext, "publishSubscribe"),
        Pair(.acceptsInvalidBatches, "refusesInvalidEvents"), Pair(.ignoresIdempotencyKeys, "idempotencyKey"),
        Pair(.skipsVersions, "versions"), Pair(.ignoresExpectedVersions, "expectedVersion"),
        Pair(.ignoresExpectedVersions, "versionConflict"), Pair(.forgetsWhatFollows, "expectedVersionsOfABatch"),
        Pair(.acknowledgesFailures, "resendOnError"),
        Pair(.acknowledgesFailures, "continueAfterErrors"), Pair(.redeliversTheAcknowledged, "consumerGroups"),
        Pair(.redeliversTheAcknowledged, "renamedConsumer"), Pair(.ignoresLanes, "noAck"),
        Pair(.ignoresLanes, "publishSubscribeInOrder"), Pair(.acknowledgesFailures, "failsForOneKey"),
        Pair(.letsLaterEventsPassRetries, "retryHoldsItsAggregate"),
        Pair(.letsLaterEventsPassRetries, "retryOutlivesConsumer"), Pair(.retriesAtOnce, "backoff"),
        Pair(.neverGivesUp, "attempts"), Pair(.ignoresReject, "reject"), Pair(.chargesPostponed, "postpone"),
        Pair(.ignoresHandlerTimeouts, "hangingHandler"), Pair(.sharesWithoutLease, "orderOverConsumers"),
        Pair(.givesOneConsumerAll, "partitionsAreShared"), Pair(.claimsFromTheLiving, "slowButLiving"),
        Pair(.oneGroupForAll, "newSubscriberReceivesOldMessages"), Pair(.oneGroupForAll, "groupsFailAlone"),
        Pair(.dropsWhatRunsAtAStop, "stopHandsBack"), Pair(.letsHandlersOfTheDeadRun, "messageContext"),
        Pair(.forgetsPendingOfTheDead, "subscribeContext"), Pair(.forgetsPendingOfTheDead, "claimsAll"),
        Pair(.forgetsPendingOfTheDead, "orderOverKills"),
        Pair(.chargesNeighboursOfTheDead, "neighboursAreNotCharged"), Pair(.neverTakesOver, "killedMidWork"),
        Pair(.neverTakesOver, "killedCompetitor"), Pair(.losesLargeEvents, "largePayload"),
        Pair(.dropsDeadLetters, "attempts"), Pair(.losesTheBytesOfPoison, "poison"),
        Pair(.acknowledgesUnknownTypes, "poison"), Pair(.redrivesWithoutReset, "redrive"),
        Pair(.redrivesTwice, "redriveAtOnce"), Pair(.ignoresHold, "holdAggregate"),
        Pair(.subscribersMissEvents, "fanOut"), Pair(.subscribersSeeEventsTwice, "fanOutWithFullReplay"),
        Pair(.routesTwice, "lists"), Pair(.routesInReverse, "lists"), Pair(.ignoresPause, "pause"),
    ]

    @Test("each fault turns the case red that is there for it", arguments: pairs)
    func notices(_ pair: Pair) async throws {
        let conformance = try #require(ConformanceSuite.cases.first { $0.name == pair.conformance })
        await #expect(throws: (any Error).self) {
            try await conformance.run(scale: 0.02) { InMemoryTransport(sabotage: pair.sabotage) }
        }
    }

    @Test("every fault is noticed, and every case that memory can be tried on notices one")
    func complete() {
        #expect(Set(Self.pairs.map(\.sabotage)) == Set(Sabotage.allCases))
        #expect(
            Set(Self.pairs.map(\.conformance))
                == Set(ConformanceSuite.cases(features: InMemoryTransport.features).map(\.name)))
    }
}
