import EventBus

/// Retries and dead letters.
extension ConformanceSuite {
    static let redeliveryCases = [
        ConformanceCase(
            "attempts", "attempts count 1, 2, 3; then the event is a dead letter with the last error",
            needs: .deadLetters
        ) { stage in
            let seen = Sightings()
            try await stage.consume(PlainTopic.self, noting: seen) { _, _ in throw ConformanceRefusal() }
            try await stage.publish([plain("k", 0)])
            let letters = try await stage.eventuallyLetters(PlainTopic.self, 1)
            try await stage.eventuallyFinished(PlainTopic.self)
            try stage.expect("attempts", seen.begun.map(\.attempt), is: [1, 2, 3])
            try stage.expect("attempts in the letter", letters[0].attempts, is: 3)
            try stage.expect("the group in the letter", letters[0].group, is: "readers")
            try stage.expect(
                "the error", letters[0].error.contains("refused on purpose"), expected: "the handler's own",
                found: letters[0].error)
            try stage.expect(
                "the payload", String(decoding: letters[0].bytes, as: UTF8.self),
                is: #"{"key":"k","number":0,"text":""}"#)
            try await stage.always("it is not tried again", for: .seconds(1)) { seen.begun.count == 3 }
        },
        ConformanceCase(
            "backoff", "pauses lie within the policy's bounds, and are drawn from the whole of it"
        ) { stage in
            let seen = Sightings()
            let count = 30
            try await stage.consume(PatientTopic.self, concurrency: count, noting: seen) { _, delivery in
                if delivery.attempt < 3 { throw ConformanceRefusal() }
            }
            try await stage.publish((0..<count).map { ConformanceEvent<PatientTopic>("k\($0)", $0) })
            try await stage.eventuallyFinished(PatientTopic.self, within: .seconds(30))
            let policy = PatientTopic.declaration.stream.delivery.backoff
            for attempt in 1...2 {
                let pauses = Dictionary(grouping: seen.begun, by: \.id).values.compactMap { runs -> Duration? in
                    guard runs.count == 3 else { return nil }
                    return runs[attempt].time - runs[attempt - 1].time
                }
                try stage.expect("events tried three times", pauses.count, is: count)
                let cap = policy.cap(afterAttempts: attempt)
                let (longest, mean) = (pauses.max() ?? .zero, pauses.reduce(.zero, +) / count)
                try stage.expect(
                    "the longest pause after attempt \(attempt)", longest <= cap + .seconds(3),
                    expected: "at most \(cap), give or take a busy machine", found: "\(longest)")
                try stage.expect(
                    "the mean pause after attempt \(attempt)", mean >= cap / 4, expected: "about half of \(cap)",
                    found: "\(mean)")
            }
        },
        ConformanceCase(
            "retryHoldsItsAggregate", "what waits to be tried again holds up its own aggregate, in order, and no other",
            needs: .orderAggregate
        ) { stage in
            let others = stage.scaled(1_000, atLeast: 50)
            let seen = Sightings()
            let gate = Gate()
            try await stage.consume(PatientTopic.self, concurrency: 2, noting: seen) { event, _ in
                if event.key == "bad", event.number == 0, !gate.isOpen { throw ConformanceRefusal() }
            }
            try await stage.publish((0..<others).map { ConformanceEvent<PatientTopic>("bad", $0) })
            try await stage.publish((0..<others).map { ConformanceEvent<PatientTopic>("k\($0 % 10)", $0) })
            try await stage.eventually("the others are handled", found: "\(seen.endedCount)") {
                seen.endedCount == others
            }
            try stage.expect("events of the failing aggregate that ran", seen.endedByKey["bad"], is: nil)
            gate.open()
            try await stage.eventuallyFinished(PatientTopic.self, within: .seconds(60))
            try stage.expect("the order of the failing aggregate", seen.endedByKey["bad"], is: Array(0..<others))
        },
        ConformanceCase(
            "retryOutlivesConsumer", "a retry keeps its count and its place when another consumer takes over",
            needs: [.durableRetries, .orderAggregate]
        ) { stage in
            let seen = Sightings()
            let first = try await stage.consume(PatientTopic.self, as: "a", noting: seen) { event, delivery in
                if event.number == 0 { throw ConformanceRefusal() }
            }
            try await stage.publish((0..<3).map { ConformanceEvent<PatientTopic>("k", $0) })
            try await stage.eventually("it fails four times") { seen.begun.count >= 4 }
            try await stage.stop(first)
            let made = seen.begun.map(\.attempt).max() ?? 0
            let later = Sightings()
            try await stage.consume(PatientTopic.self, as: "b", noting: later)
            try await stage.eventuallyFinished(PatientTopic.self)
            try stage.expect(
                "deliveries to the other", later.begun.map(\.text), is: ["k.0/\(made + 1)", "k.1/1", "k.2/1"])
        },
        ConformanceCase(
            "reject", "Reject is a dead letter at once, with the reason", needs: [.handlerVerdicts, .deadLetters]
        ) { stage in
            let seen = Sightings()
            try await stage.consume(PlainTopic.self, noting: seen) { event, _ in
                if event.key == "bad" { throw Reject("nobody lives there") }
            }
            try await stage.publish([plain("bad", 0), plain("good", 1)])
            try await stage.eventuallyFinished(PlainTopic.self)
            let letters = try await stage.eventuallyLetters(PlainTopic.self, 1)
            try stage.expect("attempts", seen.begun.filter { $0.key == "bad" }.map(\.attempt), is: [1])
            try stage.expect(
                "the error", letters[0].error.contains("nobody lives there"), expected: "the reason given",
                found: letters[0].error)
        },
        ConformanceCase(
            "postpone", "Postpone comes again after its pause, uncharged, and holds up its own aggregate only",
            needs: [.handlerVerdicts, .orderAggregate]
        ) { stage in
            let seen = Sightings()
            let first = Gate()
            try await stage.consume(PlainTopic.self, noting: seen) { event, _ in
                guard event.key == "early", event.number == 0 else { return }
                // More often than there are attempts.
                if seen.begun.count(where: { $0.name == "early.0" }) <= 5 { throw Postpone(for: .milliseconds(100)) }
                first.open()
            }
            try await stage.publish([plain("early", 0), plain("early", 1), plain("other", 2)])
            try await stage.eventually("the other is handled") { seen.names.contains("other.2") }
            try stage.expect("whether the other had to wait", first.isOpen, is: false)
            try await stage.eventuallyFinished(PlainTopic.self)
            let early = seen.begun.filter { $0.key == "early" }
            try stage.expect(
                "deliveries", early.map(\.text), is: Array(repeating: "early.0/1", count: 6) + ["early.1/1"])
            let shortest = zip(early, early.dropFirst()).prefix(5).map { $1.time - $0.time }.min() ?? .zero
            try stage.expect(
                "the shortest pause", shortest >= .milliseconds(95), expected: "100 ms", found: "\(shortest)")
        },
        ConformanceCase(
            "redrive", "a dead letter that is redriven begins with attempt 1, in its own group only",
            needs: [.deadLetters, .redrive]
        ) { stage in
            let (seen, other) = (Sightings(), Sightings())
            let gate = Gate()
            try await stage.consume(PlainTopic.self, noting: seen) { _, _ in
                if !gate.isOpen { throw ConformanceRefusal() }
            }
            try await stage.consume(PlainTopic.self, group: "others", noting: other)
            try await stage.publish([plain("k", 0)])
            let stream = PlainTopic.declaration.stream
            let letter = try await stage.eventuallyLetters(PlainTopic.self, 1)[0]
            _ = try await stage.transport.redrive(letter, of: stream)
            try await stage.eventually("it is tried again") { seen.begun.count == 6 }
            let again = try await stage.eventuallyLetters(PlainTopic.self, 1)[0]
            try stage.expect("attempts", seen.begun.map(\.attempt), is: [1, 2, 3, 1, 2, 3])
            gate.open()
            _ = try await stage.transport.redrive(again, of: stream)
            try await stage.eventually("it is handled") { seen.endedCount == 1 }
            try await stage.eventuallyFinished(PlainTopic.self)
            try stage.expect("dead letters left", try await stage.letters(PlainTopic.self).count, is: 0)
            try stage.expect("deliveries to the other group", other.begun.map(\.text), is: ["k.0/1"])
        },
        ConformanceCase(
            "redriveAtOnce", "of several who redrive one dead letter at once, one does; it is handled once",
            needs: [.deadLetters, .redrive]
        ) { stage in
            let seen = Sightings()
            let gate = Gate()
            try await stage.consume(PlainTopic.self, noting: seen) { _, _ in
                if !gate.isOpen { throw Reject("not yet") }
            }
            try await stage.publish((0..<10).map { plain("k\($0)", $0) })
            let letters = try await stage.eventuallyLetters(PlainTopic.self, 10)
            gate.open()
            let done = Received<String>()
            try await stage.concurrently(4) { _ in
                for letter in letters {
                    if try await stage.transport.redrive(letter, of: PlainTopic.declaration.stream) {
                        done.add(letter.reference)
                    }
                }
            }
            try stage.expect("redrives that did something", done.all.count, is: 10)
            try await stage.eventually("all are handled") { seen.endedCount >= 10 }
            try await stage.eventuallyFinished(PlainTopic.self)
            try await stage.always("none is handled twice", for: .milliseconds(300)) { seen.endedCount == 10 }
        },
        ConformanceCase(
            "holdAggregate", "behind a dead letter the aggregate waits, in order, until it is redriven or discarded",
            needs: [.deadLetters, .redrive, .holdAggregate, .orderAggregate]
        ) { stage in
            let seen = Sightings()
            let gate = Gate()
            try await stage.consume(HoldingTopic.self, noting: seen) { event, _ in
                if event.key != "free", event.number == 1, !gate.isOpen { throw ConformanceRefusal() }
            }
            let keys = ["redriven", "discarded", "free"]
            try await stage.publish(
                (0..<4).flatMap { number in keys.map { ConformanceEvent<HoldingTopic>($0, number) } })
            let letters = try await stage.eventuallyLetters(HoldingTopic.self, 2)
            try await stage.publish(keys.map { ConformanceEvent<HoldingTopic>($0, 4) })
            try await stage.eventually("other aggregates go on") { seen.endedByKey["free"]?.count == 5 }
            try await stage.always("the aggregates wait", for: .milliseconds(300)) {
                seen.endedByKey["redriven"] == [0] && seen.endedByKey["discarded"] == [0]
            }
            gate.open()
            let stream = HoldingTopic.declaration.stream
            for letter in letters {
                if String(decoding: letter.bytes, as: UTF8.self).contains("redriven") {
                    _ = try await stage.transport.redrive(letter, of: stream)
                } else {
                    try await stage.transport.discard(letter, of: stream)
                }
            }
            try await stage.eventuallyFinished(HoldingTopic.self)
            try stage.expect("what was redriven", seen.endedByKey["redriven"], is: [0, 1, 2, 3, 4])
            try stage.expect("what was discarded", seen.endedByKey["discarded"], is: [0, 2, 3, 4])
        },
    ]
}
