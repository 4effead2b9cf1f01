import EventBus

/// The sixteen cases of watermill's universal suite, with one shared group where it has a group for each subscriber.
extension ConformanceSuite {
    static let universalCases = [
        ConformanceCase(
            "publishSubscribe", "what was published before anybody consumed arrives whole, once, and is acknowledged",
            needs: .persistent
        ) { stage in
            let publisher = try await stage.publisher()
            let events = (0..<100).map { plain("k\($0 % 10)", $0, text: "payload \($0) – ü\u{1F69A}\"\\\n") }
            for event in events {
                _ = try await publisher.publish(event, context: PublishContext(correlationID: "c\(event.number)"))
            }
            let seen = Sightings()
            let wrong = Received<String>()
            let consumer = try await stage.consume(PlainTopic.self, noting: seen) { event, delivery in
                let envelope = try delivery.envelope()
                if event != events[event.number] { wrong.add("\(event)") }
                if envelope.correlationID != "c\(event.number)" || envelope.subject != event.key {
                    wrong.add("\(envelope)")
                }
            }
            try await stage.eventuallyFinished(PlainTopic.self)
            try stage.expect("missing events", seen.missing(events.map(name)), is: [])
            try stage.expect("repeated events", seen.repeated, is: [])
            try stage.expect("events or attributes that changed on the way", wrong.all, is: [])
            try await stage.stop(consumer)
            try await stage.publish([plain("late", 0)])
            try await stage.always("a stopped consumer gets nothing more", for: .milliseconds(200)) {
                seen.begun.count == 100
            }
        },
        ConformanceCase(
            "concurrentSubscribe", "many publishers and many competing consumers: every event once", needs: .orderNone
        ) { stage in
            let (count, publishers) = (stage.scaled(5_000, atLeast: 100), stage.scaled(50, atLeast: 5))
            let seen = Sightings()
            for index in 0..<publishers {
                try await stage.consume(
                    PlainTopic.self, group: ConformanceCatalogue.competing, as: "c\(index)", noting: seen)
            }
            try await publishInParallel(count, by: publishers, on: stage)
            try await stage.eventually(
                "all \(count) arrive", within: .seconds(60), found: "\(seen.distinct)"
            ) { seen.distinct == count }
            try await stage.eventuallyFinished(PlainTopic.self, group: ConformanceCatalogue.competing)
            try stage.expect("repeated events", seen.repeated, is: [])
        },
        ConformanceCase(
            "concurrentSubscribeMultipleTopics", "streams that are used at once each get their own events"
        ) { stage in
            let count = stage.scaled(100, atLeast: 20)
            let topics = ConformanceCatalogue.topics
            try await stage.concurrently(topics.count) { try await fill(topics[$0], count, stage) }
        },
        ConformanceCase("resendOnError", "what a handler refused comes again, and nothing else is lost") { stage in
            let seen = Sightings()
            try await stage.consume(PlainTopic.self, noting: seen) { event, delivery in
                if event.number < 2, delivery.attempt == 1 { throw ConformanceRefusal() }
            }
            try await stage.publish((0..<100).map { plain("k\($0)", $0) })
            try await stage.eventuallyFinished(PlainTopic.self)
            try stage.expect("different events", seen.distinct, is: 100)
            try stage.expect("events that came again", seen.repeated, is: ["k0.0", "k1.1"])
            try stage.expect("runs that returned", seen.endedCount, is: 100)
        },
        ConformanceCase(
            "noAck", "the second event of an aggregate is withheld until the first is done", needs: .orderAggregate
        ) { stage in
            let seen = Sightings()
            let gate = Gate()
            try await stage.consume(PlainTopic.self, noting: seen) { event, _ in
                if event.number == 0 { try await stage.wait(for: gate) }
            }
            try await stage.publish([plain("k", 0), plain("k", 1)])
            try await stage.eventually("the first arrives") { seen.begun.count >= 1 }
            try await stage.always(
                "the second is withheld", for: .milliseconds(100), found: "\(seen.begun.map(\.text))"
            ) { seen.begun.count == 1 }
            gate.open()
            try await stage.eventually("the second arrives", within: .seconds(5)) { seen.begun.count >= 2 }
            try await stage.eventuallyFinished(PlainTopic.self)
            try await stage.always("there is no third delivery", for: .milliseconds(200)) { seen.begun.count == 2 }
            try stage.expect("deliveries", seen.begun.map(\.text), is: ["k.0/1", "k.1/1"])
        },
        ConformanceCase(
            "continueAfterSubscribeClose", "consumers that come and go, one after another, handle each event once",
            needs: .persistent
        ) { stage in
            let count = stage.scaled(5_000, atLeast: 100)
            let seen = Sightings()
            try await publishInParallel(count, by: 5, on: stage)
            for round in 0..<20 where seen.distinct < count {
                let until = min(count, seen.distinct + count / 10)
                let consumer = try await stage.consume(PlainTopic.self, as: "c\(round)", noting: seen)
                try await stage.eventually("a round makes headway", within: .seconds(60)) { seen.distinct >= until }
                try await stage.stop(consumer)
            }
            try await stage.consume(PlainTopic.self, as: "last", noting: seen)
            try await stage.eventuallyFinished(PlainTopic.self, within: .seconds(60))
            try stage.expect("different events", seen.distinct, is: count)
            try stage.expect("repeated events", seen.repeated, is: [])
        },
        ConformanceCase("concurrentClose", "consumers that end as they begin hang nobody and lose nothing") { stage in
            let seen = Sightings()
            try await stage.concurrently(10) { index in
                try await stage.consume(PlainTopic.self, as: "brief\(index)", noting: seen).stop()
            }
            try await stage.publish((0..<50).map { plain("k\($0)", $0) })
            try await stage.consume(PlainTopic.self, as: "fresh", noting: seen)
            try await stage.eventuallyFinished(PlainTopic.self)
            try stage.expect("different events", seen.distinct, is: 50)
            try stage.expect("consumers that were still there", Set(seen.begun.map(\.consumer)), is: ["fresh"])
        },
        ConformanceCase("continueAfterErrors", "consumers that fail again and again leave all to the next") { stage in
            let failures = stage.scaled(100, atLeast: 10)
            try await stage.publish((0..<50).map { ConformanceEvent<PatientTopic>("k\($0)", $0) })
            for round in 0..<3 {
                let failed = Sightings()
                let consumer = try await stage.consume(PatientTopic.self, as: "f\(round)", noting: failed) { _, _ in
                    throw ConformanceRefusal()
                }
                try await stage.eventually("there is always something to fail on", within: .seconds(60)) {
                    failed.begun.count >= failures
                }
                try await stage.stop(consumer)
            }
            let seen = Sightings()
            try await stage.consume(PatientTopic.self, as: "last", noting: seen)
            try await stage.eventuallyFinished(PatientTopic.self)
            try stage.expect("different events", seen.distinct, is: 50)
        },
        ConformanceCase(
            "publishSubscribeInOrder", "the events of one aggregate are handled in the order of their publishing",
            needs: .orderAggregate
        ) { stage in
            let count = stage.scaled(1_000, atLeast: 160)
            let seen = Sightings()
            try await stage.consume(SpreadTopic.self, concurrency: 16, noting: seen) { event, delivery in
                // The odd failure and the odd pause, so that order has to be kept and does not just happen.
                if event.number % 23 == 7, delivery.attempt == 1 { throw ConformanceRefusal() }
                if event.number % 11 == 3 { try await stage.sleep(.milliseconds(3)) }
            }
            let publisher = try await stage.publisher()
            for number in 0..<count / 16 {
                try await publisher.publish(
                    contentsOf: (0..<16).map { ConformanceEvent<SpreadTopic>("k\($0)", number) })
            }
            try await stage.eventuallyFinished(SpreadTopic.self, within: .seconds(60))
            for (key, numbers) in seen.endedByKey.sorted(by: { $0.key < $1.key }) {
                try stage.expect("the order of \(key)", numbers, is: Array(0..<count / 16))
            }
            try stage.expect("aggregates", seen.endedByKey.count, is: 16)
        },
        ConformanceCase("publisherClose", "publishers that close lose nothing of what they published") { stage in
            let (count, publishers) = (stage.scaled(10_000, atLeast: 200), 20)
            let seen = Sightings()
            try await stage.consume(PlainTopic.self, concurrency: 16, noting: seen)
            try await stage.concurrently(publishers) { index in
                let made = try await stage.transport.publisher()
                for number in 0..<count / publishers {
                    try await made.publisher.publish(plain("p\(index)", number))
                }
                await made.close()
            }
            try await stage.eventuallyFinished(PlainTopic.self, within: .seconds(120))
            try stage.expect("different events", seen.distinct, is: count / publishers * publishers)
        },
        ConformanceCase("topic", "a consumer sees the events of its own stream only") { stage in
            let (plainSeen, spreadSeen) = (Sightings(), Sightings())
            try await stage.consume(PlainTopic.self, noting: plainSeen)
            try await stage.consume(SpreadTopic.self, noting: spreadSeen)
            try await stage.publish([plain("plain", 0)])
            try await stage.publish([ConformanceEvent<SpreadTopic>("spread", 0)])
            try await stage.publish([plain("plain", 1)])
            try await stage.eventuallyFinished(PlainTopic.self)
            try await stage.eventuallyFinished(SpreadTopic.self)
            try stage.expect("of the one stream", plainSeen.begun.map(\.text), is: ["plain.0/1", "plain.1/1"])
            try stage.expect("of the other", spreadSeen.begun.map(\.text), is: ["spread.0/1"])
            let letters = try await stage.letters(PlainTopic.self) + stage.letters(SpreadTopic.self)
            try stage.expect("dead letters", letters.map(\.error), is: [])
        },
        ConformanceCase(
            "messageContext", "a handler's task lives as long as its delivery: not cancelled before, and with a kill",
            needs: .kill
        ) { stage in
            let seen = Sightings()
            let ended = Received<String>()
            let consumer = try await stage.consume(PlainTopic.self, noting: seen) { event, _ in
                if event.number == 1 {
                    try? await stage.sleep(.seconds(60))
                }
                ended.add("\(event.number) \(Task.isCancelled ? "cancelled" : "lived")")
            }
            try await stage.publish([plain("a", 0), plain("b", 1)])
            try await stage.eventually("both run") { seen.begun.count == 2 && ended.count == 1 }
            await consumer.kill()
            try await stage.eventually("the kill ends the other") { ended.count == 2 }
            try stage.expect("ends", ended.all, is: ["0 lived", "1 cancelled"])
        },
        ConformanceCase(
            "subscribeContext", "a consumer that is ended in its work leaves it to the next", needs: .kill
        ) { stage in
            let first = Sightings()
            let consumer = try await stage.consume(PlainTopic.self, as: "a", concurrency: 20, noting: first) { _, _ in
                try await stage.sleep(.seconds(300))
            }
            try await stage.publish((0..<20).map { plain("k\($0)", $0) })
            try await stage.eventually("it begins") { !first.begun.isEmpty }
            await consumer.kill()
            let seen = Sightings()
            try await stage.consume(PlainTopic.self, as: "b", noting: seen)
            try await stage.eventuallyFinished(PlainTopic.self)
            try stage.expect("different events", seen.distinct, is: 20)
            try stage.expect("events that the first one finished", first.endedCount, is: 0)
        },
        ConformanceCase(
            "newSubscriberReceivesOldMessages", "a new group begins with the log's beginning", needs: .persistent
        ) { stage in
            var groups: [Sightings] = []
            for round in 0..<3 {
                try await stage.publish((0..<5).map { plain("k", round * 5 + $0) })
                groups.append(Sightings())
                try await stage.consume(PlainTopic.self, group: "g\(round)", noting: groups[round])
            }
            for (round, seen) in groups.enumerated() {
                try await stage.eventuallyFinished(PlainTopic.self, group: "g\(round)")
                try stage.expect("group \(round)", seen.begun.map(\.number), is: Array(0..<15))
            }
        },
        ConformanceCase(
            "reconnect", "over two restarts of the broker, every publish that returned is handled",
            needs: [.restart, .persistent]
        ) { stage in
            let (count, publishers) = (stage.scaled(10_000, atLeast: 200), stage.scaled(100, atLeast: 8))
            let seen = Sightings()
            let published = Received<String>()
            try await stage.consume(PlainTopic.self, concurrency: 16, noting: seen)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for index in 0..<publishers {
                    tasks.addTask {
                        let publisher = try await stage.publisher()
                        for number in 0..<count / publishers {
                            try await publishRepeatedly(plain("p\(index)", number), by: publisher, on: stage)
                            published.add("p\(index).\(number)")
                        }
                    }
                }
                for share in [3, 2] {
                    try await stage.eventually("publishing goes on", within: .seconds(120)) {
                        published.count >= count / share
                    }
                    try await stage.transport.restart()
                }
                try await tasks.waitForAll()
            }
            try await stage.eventually(
                "all arrive", within: .seconds(60), found: "\(seen.missing(published.all).count) missing"
            ) { seen.missing(published.all).isEmpty }
        },
        ConformanceCase("consumerGroups", "each group gets every event") { stage in
            let groups = [Sightings(), Sightings()]
            for (index, seen) in groups.enumerated() {
                try await stage.consume(PlainTopic.self, group: "g\(index)", noting: seen)
            }
            try await stage.publish((0..<50).map { plain("k\($0 % 5)", $0) })
            for (index, seen) in groups.enumerated() {
                try await stage.eventuallyFinished(PlainTopic.self, group: "g\(index)")
                try stage.expect("different events", seen.distinct, is: 50)
                try stage.expect("repeated events", seen.repeated, is: [])
            }
        },
    ]

    /// Publishes and consumes within one topic.
    private static func fill<Topic: ConformanceTopic>(
        _: Topic.Type, _ count: Int, _ stage: ConformanceStage
    ) async throws {
        let seen = Sightings()
        let name = Topic.declaration.stream.name
        try await stage.consume(Topic.self, noting: seen)
        let events = (0..<count).map { ConformanceEvent<Topic>("\(name)\($0 % 7)", $0) }
        try await stage.publish(events)
        try await stage.eventually("all of \(name) arrive", found: "\(seen.distinct)") { seen.distinct == count }
        try stage.expect(
            "what arrived of \(name)", seen.names, is: Set(events.map { "\($0.key).\($0.number)" }))
    }

    /// Publishes `k<publisher>.<number>`, one after another by each of several publishers.
    private static func publishInParallel(
        _ count: Int, by publishers: Int, on stage: ConformanceStage
    ) async throws {
        try await stage.concurrently(publishers) { index in
            let publisher = try await stage.publisher()
            for number in stride(from: index, to: count, by: publishers) {
                try await publisher.publish(plain("k\(index)", number))
            }
        }
    }

    /// Publishes until it is said to be published; it may then be in the log more than once.
    private static func publishRepeatedly(
        _ event: ConformanceEvent<PlainTopic>, by publisher: any EventPublisher, on stage: ConformanceStage
    ) async throws {
        var failure: PublishError?
        for _ in 0..<1_000 {
            do throws(PublishError) {
                try await publisher.publish(event)
                return
            } catch { failure = error }
            try await stage.sleep(.milliseconds(20))
        }
        throw ConformanceFailure(
            "a publish over a restart", expected: "success within 20 s", found: failure?.description ?? "")
    }
}
