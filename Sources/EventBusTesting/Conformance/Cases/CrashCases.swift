import EventBus

/// What becomes of the work of consumers that die.
extension ConformanceSuite {
    static let crashCases = [
        ConformanceCase(
            "killedMidWork", "what a killed consumer had is elsewhere within the acknowledgement time-out and 2 s",
            needs: .kill
        ) { stage in try await takeOver(group: "readers", stage) },
        ConformanceCase(
            "killedCompetitor", "the same where consumers compete", needs: [.kill, .orderNone]
        ) { stage in try await takeOver(group: ConformanceCatalogue.competing, stage) },
        ConformanceCase(
            "claimsAll", "who took one of ten and died leaves all ten to the other", needs: .kill
        ) { stage in
            let first = Sightings()
            try await stage.publish((0..<10).map { plain("k\($0)", $0) })
            let consumer = try await stage.consume(PlainTopic.self, as: "a", concurrency: 1, noting: first) { _, _ in
                try await stage.sleep(.seconds(300))
            }
            try await stage.eventually("it takes one") { first.begun.count == 1 }
            await consumer.kill()
            let seen = Sightings()
            try await stage.consume(PlainTopic.self, as: "b", noting: seen)
            try await stage.eventuallyFinished(PlainTopic.self)
            try stage.expect("different events", seen.distinct, is: 10)
        },
        ConformanceCase(
            "orderOverKills", "an aggregate's order is kept while consumers are killed",
            needs: [.kill, .orderAggregate]
        ) { stage in
            let count = stage.scaled(200, atLeast: 40)
            let seen = Sightings()
            let publisher = try await stage.publisher()
            for number in 0..<count {
                try await publisher.publish(contentsOf: (0..<4).map { plain("k\($0)", number) })
            }
            for round in 0..<4 {
                let until = seen.endedCount + count / 2
                let consumer = try await stage.consume(PlainTopic.self, as: "c\(round)", noting: seen) { _, _ in
                    try await stage.sleep(.milliseconds(1))
                }
                try await stage.eventually("round \(round) makes headway") {
                    if seen.endedCount >= until { return true }
                    return try await stage.transport.isFinished(group: "readers", of: PlainTopic.declaration.stream)
                }
                await consumer.kill()
            }
            try await stage.consume(PlainTopic.self, as: "last", noting: seen)
            try await stage.eventuallyFinished(PlainTopic.self, within: .seconds(60))
            for (key, numbers) in seen.endedByKey.sorted(by: { $0.key < $1.key }) {
                // What was not acknowledged comes again, from some event on; nothing is passed over.
                var highest = -1
                for number in numbers {
                    try stage.expect(
                        "the order of \(key)", number <= highest + 1, expected: "at most \(highest + 1)",
                        found: "\(number)")
                    highest = max(highest, number)
                }
                try stage.expect("the last of \(key)", highest, is: count - 1)
            }
        },
        ConformanceCase(
            "neighboursAreNotCharged", "of what a killed consumer had, only what it ran can be charged an attempt",
            needs: [.kill, .deadLetters]
        ) { stage in
            let neighbours = 20
            let seen = Sightings()
            let letters = Received<Int>()
            try await stage.publish(
                [plain("killer", 0)] + (0..<neighbours).map { plain("killer", $0 + 1) })
            for round in 0..<8 {
                let begun = seen.begun.count
                let consumer = try await stage.consume(
                    PlainTopic.self, as: "c\(round)", concurrency: 2, noting: seen
                ) { event, _ in
                    if event.number == 0 { try await stage.sleep(.seconds(300)) }
                }
                try await stage.eventually("the killer runs again, or is given up") {
                    if try await !stage.letters(PlainTopic.self).isEmpty { return true }
                    return seen.begun.count > begun
                }
                if try await !stage.letters(PlainTopic.self).isEmpty {
                    letters.add(round)
                    break
                }
                await consumer.kill()
            }
            try stage.expect("the killer was given up", letters.count, is: 1)
            try await stage.eventuallyFinished(PlainTopic.self)
            let others = seen.begun.filter { $0.number > 0 }
            try stage.expect("neighbours handled", Set(others.map(\.number)).count, is: neighbours)
            try stage.expect("attempts of the neighbours", Set(others.map(\.attempt)), is: [1])
            try stage.expect("dead letters", try await stage.letters(PlainTopic.self).count, is: 1)
        },
        ConformanceCase(
            "slowButLiving", "a handler slower than the acknowledgement time-out keeps its delivery",
            needs: .orderNone
        ) { stage in
            let seen = Sightings()
            for name in ["a", "b"] {
                try await stage.consume(
                    PlainTopic.self, group: ConformanceCatalogue.competing, as: name, concurrency: 1, noting: seen
                ) { _, _ in try await stage.sleep(.seconds(3)) }
            }
            try await stage.publish([plain("k", 0)])
            try await stage.eventually("it begins") { !seen.begun.isEmpty }
            try await stage.always("nobody else gets it", for: .seconds(2)) { seen.begun.count == 1 }
            try await stage.eventuallyFinished(PlainTopic.self, group: ConformanceCatalogue.competing)
            try stage.expect("deliveries", seen.begun.count, is: 1)
        },
        ConformanceCase(
            "stopHandsBack", "a stop lets handlers finish and hands the rest on at once, uncharged"
        ) { stage in
            let seen = Sightings()
            let first = try await stage.consume(PlainTopic.self, as: "a", concurrency: 1, noting: seen) { _, _ in
                try await stage.sleep(.milliseconds(100))
            }
            try await stage.publish((0..<10).map { plain("k\($0)", $0) })
            try await stage.eventually("it begins") { !seen.begun.isEmpty }
            try await stage.stop(first)
            try await stage.consume(PlainTopic.self, as: "b", noting: seen)
            try await stage.eventuallyFinished(PlainTopic.self)
            try stage.expect("runs that returned", seen.endedCount, is: 10)
            try stage.expect("repeated events", seen.repeated, is: [])
            try stage.expect("attempts", Set(seen.begun.map(\.attempt)), is: [1])
        },
    ]

    private static func takeOver(group: String, _ stage: ConformanceStage) async throws {
        let first = Sightings()
        let dying = try await stage.consume(PlainTopic.self, group: group, as: "a", noting: first) { _, _ in
            try await stage.sleep(.seconds(300))
        }
        try await stage.publish((0..<4).map { plain("k\($0)", $0) })
        try await stage.eventually("all run") { first.begun.count == 4 }
        let seen = Sightings()
        try await stage.consume(PlainTopic.self, group: group, as: "b", noting: seen)
        try await stage.always("they are its own while it lives", for: .milliseconds(200)) { seen.begun.isEmpty }
        await dying.kill()
        let delivery = PlainTopic.declaration.stream.delivery
        try await stage.eventually(
            "all run elsewhere", within: delivery.ackTimeout + .seconds(2), found: "\(seen.distinct)"
        ) { seen.distinct == 4 }
        try await stage.eventuallyFinished(PlainTopic.self, group: group)
    }
}
