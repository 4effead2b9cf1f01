import EventBus

/// How the consumers of groups stand to each other.
extension ConformanceSuite {
    static let groupCases = [
        ConformanceCase(
            "competitorsShare", "two competing consumers both work, and no event goes to both", needs: .orderNone
        ) { stage in
            let seen = Sightings()
            let count = stage.scaled(400, atLeast: 60)
            for name in ["a", "b"] {
                try await stage.consume(
                    PlainTopic.self, group: ConformanceCatalogue.competing, as: name, concurrency: 1, noting: seen
                ) { _, _ in try await stage.sleep(.milliseconds(2)) }
            }
            try await stage.publish((0..<count).map { plain("k\($0)", $0) })
            try await stage.eventuallyFinished(PlainTopic.self, group: ConformanceCatalogue.competing)
            try stage.expect("different events", seen.distinct, is: count)
            try stage.expect("repeated events", seen.repeated, is: [])
            try stage.expect("consumers that worked", Set(seen.begun.map(\.consumer)), is: ["a", "b"])
        },
        ConformanceCase(
            "orderOverConsumers", "an aggregate's order is kept while consumers of its group come and go",
            needs: .orderAggregate
        ) { stage in
            let rounds = stage.scaled(60, atLeast: 12)
            let seen = Sightings()
            let overlaps = Received<String>()
            let busy = Busy()
            let consume: @Sendable (String) async throws -> any ConformanceRunning = { name in
                try await stage.consume(SpreadTopic.self, as: name, noting: seen) { event, _ in
                    if !busy.enter(event.key) { overlaps.add("\(event.key).\(event.number)") }
                    try? await stage.sleep(.milliseconds(2))
                    busy.leave(event.key)
                }
            }
            let publisher = try await stage.publisher()
            var consumers = [try await consume("c0")]
            for round in 0..<rounds {
                try await publisher.publish(
                    contentsOf: (0..<12).map { ConformanceEvent<SpreadTopic>("k\($0)", round) })
                if round % 6 == 2 { consumers.append(try await consume("c\(round)")) }
                if round % 6 == 5 { try await stage.stop(consumers.removeFirst()) }
            }
            try await stage.eventuallyFinished(SpreadTopic.self, within: .seconds(60))
            try stage.expect("events of one aggregate that ran at once", overlaps.all, is: [])
            for (key, numbers) in seen.endedByKey.sorted(by: { $0.key < $1.key }) {
                try stage.expect("the order of \(key)", numbers, is: Array(0..<rounds))
            }
            try stage.expect("aggregates", seen.endedByKey.count, is: 12)
        },
        ConformanceCase(
            "partitionsAreShared", "two consumers of an ordered group both get partitions, within 5 s",
            needs: .orderAggregate
        ) { stage in
            let seen = Sightings()
            try await stage.consume(SpreadTopic.self, as: "a", noting: seen)
            try await stage.consume(SpreadTopic.self, as: "b", noting: seen)
            let publisher = try await stage.publisher()
            let round = Round()
            try await stage.eventually("both work", within: .seconds(5)) {
                try await publisher.publish(
                    contentsOf: (0..<32).map { ConformanceEvent<SpreadTopic>("k\($0)", round.next()) })
                return Set(seen.begun.map(\.consumer)) == ["a", "b"]
            }
        },
        ConformanceCase(
            "renamedConsumer", "a group goes on where it was under a consumer of another name", needs: .persistent
        ) { stage in
            let seen = Sightings()
            let first = try await stage.consume(PlainTopic.self, as: "old", noting: seen)
            try await stage.publish((0..<20).map { plain("k", $0) })
            try await stage.eventuallyFinished(PlainTopic.self)
            try await stage.stop(first)
            try await stage.publish((20..<40).map { plain("k", $0) })
            try await stage.consume(PlainTopic.self, as: "new", noting: seen)
            try await stage.eventuallyFinished(PlainTopic.self)
            try stage.expect("deliveries", seen.begun.map(\.number), is: Array(0..<40))
        },
        ConformanceCase("groupsFailAlone", "what fails in one group is not repeated in another") { stage in
            let (good, bad) = (Sightings(), Sightings())
            try await stage.consume(PlainTopic.self, group: "good", noting: good)
            try await stage.consume(PlainTopic.self, group: "bad", noting: bad) { _, _ in throw ConformanceRefusal() }
            try await stage.publish((0..<5).map { plain("k\($0)", $0) })
            try await stage.eventuallyFinished(PlainTopic.self, group: "good")
            try await stage.eventuallyFinished(PlainTopic.self, group: "bad")
            try stage.expect("deliveries to the good group", good.begun.count, is: 5)
            try stage.expect("deliveries to the bad group", bad.begun.count, is: 15)
            let letters = try await stage.letters(PlainTopic.self, group: "good")
            try stage.expect("dead letters of the good group", letters.count, is: 0)
        },
        ConformanceCase(
            "pause", "a paused group starts nothing, and goes on where it was", needs: .pause
        ) { stage in
            let seen = Sightings()
            let stream = PlainTopic.declaration.stream
            try await stage.consume(PlainTopic.self, noting: seen)
            try await stage.publish([plain("k", 0)])
            try await stage.eventuallyFinished(PlainTopic.self)
            try await stage.transport.pause(group: "readers", of: stream)
            // It may take a tick of its lease until a consumer heeds it.
            try await stage.transport.pass(.seconds(2))
            try await stage.publish([plain("k", 1), plain("l", 2)])
            try await stage.always("nothing starts", for: .seconds(1)) { seen.begun.count == 1 }
            try await stage.transport.resume(group: "readers", of: stream)
            try await stage.eventuallyFinished(PlainTopic.self)
            try stage.expect("different events", seen.distinct, is: 3)
            try stage.expect("repeated events", seen.repeated, is: [])
        },
    ]
}
