import EventBus

/// Those who read without a group: subscribers, lists, channels.
extension ConformanceSuite {
    static let readerCases = [
        ConformanceCase(
            "fanOut", "subscribers from now on each see every later event, in order, once", needs: .subscribers
        ) { stage in
            try await stage.publish((0..<10).map { plain("before", $0) })
            let readers = (0..<3).map { _ in Received<ConformanceSighting>() }
            for reader in readers { try await stage.subscribe(PlainTopic.self, from: .now, reader) }
            let receipts = try await stage.publish((0..<50).map { plain("k", $0) })
            for reader in readers {
                try await stage.eventually("all arrive", found: "\(reader.count)") { reader.count >= 50 }
                try await stage.always("nothing else arrives", for: .milliseconds(100)) { reader.count == 50 }
                try stage.expect("what it saw", try ids(reader.all), is: receipts.map(\.eventID))
            }
        },
        ConformanceCase(
            "fanOutWithFullReplay", "a subscriber from the beginning sees everything, and one behind a cursor the rest",
            needs: [.subscribers, .persistent]
        ) { stage in
            var receipts = try await stage.publish((0..<50).map { plain("k", $0) })
            let all = Received<ConformanceSighting>()
            try await stage.subscribe(PlainTopic.self, from: .beginning, all)
            receipts += try await stage.publish((50..<60).map { plain("k", $0) })
            try await stage.eventually("all arrive", found: "\(all.count)") { all.count >= 60 }
            try stage.expect("what it saw", try ids(all.all), is: receipts.map(\.eventID))
            let rest = Received<ConformanceSighting>()
            try await stage.subscribe(PlainTopic.self, from: .after(cursor: all.all[29].cursor), rest)
            try await stage.eventually("the rest arrives", found: "\(rest.count)") { rest.count >= 30 }
            try stage.expect("the rest", try ids(rest.all), is: receipts.dropFirst(30).map(\.eventID))
        },
        ConformanceCase(
            "subscribersOverRestart", "subscribers miss and repeat nothing when the broker is killed",
            needs: [.subscribers, .restart, .persistent]
        ) { stage in
            let seen = Received<ConformanceSighting>()
            try await stage.subscribe(PlainTopic.self, from: .now, seen)
            var receipts = try await stage.publish((0..<20).map { plain("k", $0) })
            try await stage.eventually("the first arrive") { seen.count == 20 }
            try await stage.transport.restart()
            receipts += try await stage.publish((20..<40).map { plain("k", $0) })
            try await stage.eventually("all arrive", found: "\(seen.count)") { seen.count >= 40 }
            try stage.expect("what it saw", try ids(seen.all), is: receipts.map(\.eventID))
        },
        ConformanceCase(
            "lists", "every event is once on its list, in the log's order, in the declared wire", needs: .lists
        ) { stage in
            let count = stage.scaled(1_000, atLeast: 50)
            let publisher = try await stage.publisher()
            for number in 0..<count { try await publisher.publish(plain("k\(number % 3)", number)) }
            try await stage.eventually(
                "all are there", found: "\(try await stage.transport.list(PlainTopic.list).count)"
            ) { try await stage.transport.list(PlainTopic.list).count >= count }
            let expected = (0..<count).map { #"{"key":"k\#($0 % 3)","number":\#($0),"text":""}"# }
            try await stage.always("nothing is there twice", for: .milliseconds(200)) {
                try await stage.transport.list(PlainTopic.list) == expected
            }
        },
        ConformanceCase("channels", "who listens on a channel hears of every event", needs: .channels) { stage in
            let heard = Received<String>()
            try await stage.listen(to: PlainTopic.channel, heard)
            let receipts = try await stage.publish((0..<20).map { plain("k", $0) })
            try await stage.eventually("all are heard", found: "\(heard.count)") { heard.count >= 20 }
            for (message, receipt) in zip(heard.all, receipts) {
                try stage.expect(
                    "a message", message.contains("\"\(receipt.eventID)\"") && message.contains("specversion"),
                    expected: "the CloudEvent \(receipt.eventID)", found: message)
            }
        },
    ]

    private static func ids(_ sightings: [ConformanceSighting]) throws -> [EventID] {
        try sightings.map { try $0.record.envelope().id }
    }
}
