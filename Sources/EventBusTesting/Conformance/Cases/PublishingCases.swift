import EventBus

/// What publishers are promised.
extension ConformanceSuite {
    static let publishingCases = [
        ConformanceCase(
            "refusesInvalidEvents", "an invalid event refuses its batch, with path and place, and nothing is appended"
        ) { stage in
            let publisher = try await stage.publisher()
            var refusal: PublishError?
            do throws(PublishError) {
                _ = try await publisher.publish(contentsOf: [plain("a", 0), plain("", 1), plain("b", 2)])
            } catch { refusal = error }
            try stage.expect("the outcome", refusal?.outcome, is: .rejected)
            let message = refusal?.message ?? ""
            try stage.expect(
                "the message", message.contains("$.key") && message.contains("1"), expected: "path and place",
                found: message)
            let seen = Sightings()
            try await stage.consume(PlainTopic.self, noting: seen)
            try await stage.publish([plain("after", 0)])
            try await stage.eventuallyFinished(PlainTopic.self)
            try stage.expect("events in the log", seen.begun.map(\.name), is: ["after.0"])
        },
        ConformanceCase("receipts", "receipts name the events, in the batch's order, and positions ascend") { stage in
            let receipts = try await stage.publish((0..<50).map { plain("k", $0) })
            try stage.expect("receipts", receipts.count, is: 50)
            let positions = receipts.compactMap(\.position)
            try stage.expect("positions", positions, is: positions.sorted())
            try stage.expect("different positions", Set(positions).count, is: 50)
            let seen = Sightings()
            try await stage.consume(PlainTopic.self, concurrency: 1, noting: seen)
            try await stage.eventuallyFinished(PlainTopic.self)
            try stage.expect("ids, as handlers see them", seen.begun.map(\.id), is: receipts.map(\.eventID))
        },
        ConformanceCase(
            "idempotencyKey", "of publishers that race under one idempotency key one appends; all learn where",
            needs: .idempotency
        ) { stage in
            let receipts = Received<PublishReceipt>()
            try await stage.concurrently(10) { index in
                let publisher = try await stage.publisher()
                for round in 0..<5 {
                    receipts.add(
                        try await publisher.publish(
                            ConformanceEvent<KeptTopic>("k", index, text: "key \(round)")))
                }
            }
            try stage.expect("appends", receipts.all.count { $0.outcome == .appended }, is: 5)
            try stage.expect("positions", Set(receipts.all.map(\.position)).count, is: 5)
            let seen = Sightings()
            try await stage.consume(KeptTopic.self, noting: seen)
            try await stage.eventuallyFinished(KeptTopic.self)
            try stage.expect("events in the log", seen.begun.count, is: 5)
            try stage.expect("ids of receipts", Set(receipts.all.map(\.eventID)), is: Set(seen.begun.map(\.id)))
        },
        ConformanceCase(
            "versions", "writers that race give an aggregate's events the versions 1, 2, 3, …, each once",
            needs: .history
        ) { stage in
            let versions = Received<UInt64>()
            try await stage.concurrently(8) { _ in
                let publisher = try await stage.publisher()
                for number in 0..<20 {
                    let receipt = try await publisher.publish(ConformanceEvent<KeptTopic>("k", number))
                    versions.add(receipt.version ?? 0)
                }
            }
            try stage.expect("versions", versions.all.sorted(), is: Array(1...160))
        },
        ConformanceCase(
            "largePayload",
            "a payload of almost 1 MiB arrives as it was sent; a larger one is refused, or is a dead letter",
            needs: [.largePayloads, .deadLetters]
        ) { stage in
            let text = String(repeating: "0123456789", count: 100_000)
            let found = Received<Bool>()
            let seen = Sightings()
            try await stage.consume(PlainTopic.self, noting: seen) { event, _ in
                if event.key == "large" { found.add(event.text == text) }
            }
            let publisher = try await stage.publisher()
            try await publisher.publish(plain("small", 0))
            try await publisher.publish(plain("large", 1, text: text))
            let length = stage.scaled(500_000, atLeast: 110_000)
            let tooLarge = plain("small", 2, text: String(repeating: "0123456789", count: length))
            var refused: PublishError?
            do throws(PublishError) { try await publisher.publish(tooLarge) } catch { refused = error }
            try await publisher.publish(plain("small", 3))
            try await stage.eventuallyFinished(PlainTopic.self, within: .seconds(60))
            try stage.expect("whether it is the same", found.all, is: [true])
            try stage.expect("events handled", seen.names, is: ["small.0", "large.1", "small.3"])
            if let refused {
                try stage.expect("the outcome", refused.outcome, is: .rejected)
            } else {
                let letters = try await stage.eventuallyLetters(PlainTopic.self, 1)
                try stage.expect("whether all of it is kept", letters[0].bytes.count > 10 * length, is: true)
            }
        },
    ]
}
