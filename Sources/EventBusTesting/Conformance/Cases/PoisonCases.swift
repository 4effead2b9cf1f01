import EventBus

/// What cannot be handled.
extension ConformanceSuite {
    static let poisonCases = [
        ConformanceCase(
            "poison", "junk, unknown types, wrong payloads and invalid UTF-8 are dead letters with their bytes",
            needs: [.uncheckedEntries, .deadLetters]
        ) { stage in
            let stream = PlainTopic.declaration.stream
            let type = PlainTopic.declaration.type
            let payloads: [(type: String, data: [UInt8])] = [
                ("never_declared", Array(#"{"a":1}"#.utf8)), (type, Array(#"{"key":"#.utf8)),
                (type, Array(#"{"key":1,"number":1,"text":""}"#.utf8)), (type, Array("[]".utf8)),
                (type, [0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
            ]
            let seen = Sightings()
            try await stage.publish([plain("before", 0)])
            for (index, poison) in payloads.enumerated() {
                try await stage.transport.appendUnchecked(
                    [
                        ("id", Array("0190a5b0-0000-7000-8000-00000000000\(index)".utf8)),
                        ("type", Array(poison.type.utf8)), ("version", Array("1.0.0".utf8)),
                        ("source", Array("/elsewhere".utf8)), ("time", Array("2026-01-01T00:00:00Z".utf8)),
                        ("subject", Array("before".utf8)), ("data", poison.data),
                    ], to: stream)
            }
            try await stage.transport.appendUnchecked([("hello", [1, 2, 3])], to: stream)
            try await stage.publish([plain("before", 1), plain("after", 2)])
            try await stage.consume(PlainTopic.self, noting: seen)
            try await stage.eventuallyFinished(PlainTopic.self)
            try stage.expect("neighbours", seen.names, is: ["before.0", "before.1", "after.2"])
            let letters = try await stage.eventuallyLetters(PlainTopic.self, payloads.count + 1)
            try stage.expect(
                "the bytes kept", Set(letters.map(\.bytes)), is: Set(payloads.map(\.data) + [[1, 2, 3]]))
            try stage.expect("attempts", Set(letters.map(\.attempts)), is: [1])
        },
        ConformanceCase(
            "failsForOneKey", "a handler that fails for one aggregate only holds up no other", needs: .deadLetters
        ) { stage in
            let seen = Sightings()
            try await stage.consume(PlainTopic.self, noting: seen) { event, _ in
                if event.key == "bad" { throw ConformanceRefusal() }
            }
            let events = (0..<10).flatMap { [plain("bad", $0), plain("good", $0), plain("fine", $0)] }
            try await stage.publish(events)
            try await stage.eventuallyFinished(PlainTopic.self)
            let letters = try await stage.eventuallyLetters(PlainTopic.self, 10)
            try stage.expect("attempts", Set(letters.map(\.attempts)), is: [3])
            for key in ["good", "fine"] {
                try stage.expect("the order of \(key)", seen.endedByKey[key], is: Array(0..<10))
            }
        },
        ConformanceCase(
            "hangingHandler", "a handler that hangs is cancelled, tried again, and holds up no neighbour",
            needs: [.handlerTimeout, .deadLetters]
        ) { stage in
            let seen = Sightings()
            try await stage.consume(
                PlainTopic.self, concurrency: 2, handlerTimeout: .milliseconds(300), noting: seen
            ) { event, delivery in
                if event.key == "hangs" || (event.key == "slow" && delivery.attempt == 1) {
                    try await stage.sleep(.seconds(300))
                }
            }
            try await stage.publish(
                [plain("hangs", 0), plain("slow", 1)] + (2..<30).map { plain("k\($0)", $0) })
            try await stage.eventuallyFinished(PlainTopic.self, within: .seconds(30))
            let letters = try await stage.eventuallyLetters(PlainTopic.self, 1)
            try stage.expect("attempts of what hangs", letters[0].attempts, is: 3)
            try stage.expect(
                "the error", letters[0].error.contains("timed out"), expected: "that it timed out",
                found: letters[0].error)
            try stage.expect("runs that returned", seen.endedCount, is: 29)
        },
    ]
}
