import EventBus

/// What publishers are promised who say which version their event's aggregate must have.
extension ConformanceSuite {
    static let expectedVersionCases = [
        ConformanceCase(
            "expectedVersion", "of writers that race for a version exactly one appends; the others are told, and go on",
            needs: .history
        ) { stage in
            let wins = Received<UInt64>()
            let conflicts = Received<VersionConflict>()
            try await stage.concurrently(8) { writer in
                let publisher = try await stage.publisher()
                for version in UInt64(0)..<20 {
                    let context = PublishContext(expectedVersion: version)
                    do throws(PublishError) {
                        let receipt = try await publisher.publish(
                            ConformanceEvent<KeptTopic>("k", writer), context: context)
                        wins.add(receipt.version ?? 0)
                    } catch {
                        guard let conflict = error.versionConflict, error.outcome == .rejected else { throw error }
                        conflicts.add(conflict)
                    }
                }
            }
            try stage.expect("versions that were won", wins.all.sorted(), is: Array(1...20))
            try stage.expect("conflicts", conflicts.all.count, is: 140)
            let isRight = conflicts.all.allSatisfy { $0.actual > $0.expected && $0.aggregateID == "k" }
            try stage.expect("whether each names a later version of the aggregate", isRight, is: true)
        },
        ConformanceCase(
            "versionConflict",
            "an event that expects another version leaves nothing behind, and one that keeps none is refused",
            needs: .history
        ) { stage in
            let publisher = try await stage.publisher()
            let first = try await publisher.publish(
                ConformanceEvent<KeptTopic>("a", 0), context: PublishContext(expectedVersion: 0))
            try stage.expect("the version of a new aggregate", first.version, is: 1)
            for (number, expected) in [UInt64(0), 2, 7].enumerated() {
                let refusal = await refusal {
                    () throws(PublishError) in
                    _ = try await publisher.publish(
                        ConformanceEvent<KeptTopic>("a", 10 + number, text: "key"),
                        context: PublishContext(expectedVersion: expected))
                }
                try stage.expect("the outcome", refusal?.outcome, is: .rejected)
                try stage.expect("the version that is told", refusal?.versionConflict?.actual, is: 1)
                try stage.expect("the version that was expected", refusal?.versionConflict?.expected, is: expected)
            }
            let unversioned = await refusal {
                () throws(PublishError) in
                _ = try await publisher.publish(plain("a", 20), context: PublishContext(expectedVersion: 0))
            }
            try stage.expect("the outcome without a history", unversioned?.outcome, is: .rejected)
            try stage.expect("a conflict without a history", unversioned?.versionConflict, is: nil)
            let second = try await publisher.publish(
                ConformanceEvent<KeptTopic>("a", 1), context: PublishContext(expectedVersion: 1))
            try stage.expect("the version after the conflicts", second.version, is: 2)
            let seen = Sightings()
            try await stage.consume(KeptTopic.self, noting: seen)
            try await stage.eventuallyFinished(KeptTopic.self)
            try stage.expect("events in the log", seen.begun.map(\.name).sorted(), is: ["a.0", "a.1"])
        },
        ConformanceCase(
            "expectedVersionsOfABatch",
            "of one aggregate's events in a batch all are appended or none, also where the version would suit the second",
            needs: .history
        ) { stage in
            let publisher = try await stage.publisher()
            let event = { (key: String, number: Int) in ConformanceEvent<KeptTopic>(key, number) }
            let context = PublishContext(expectedVersion: 0)
            let receipts = try await publisher.publish(
                contentsOf: [event("a", 0), event("b", 0), event("a", 1)], context: context)
            try stage.expect("versions", receipts.map(\.version), is: [1, 1, 2])
            try await publisher.publish(event("c", 0))
            // The second event of c expects version 1, and c is at 1: by another event than the first.
            let refusal = await refusal {
                () throws(PublishError) in
                _ = try await publisher.publish(
                    contentsOf: [event("c", 1), event("d", 0), event("c", 2), event("d", 1)], context: context)
            }
            try stage.expect("the aggregate that conflicts", refusal?.versionConflict?.aggregateID, is: "c")
            try stage.expect("what was appended all the same", refusal?.appended.keys.sorted(), is: [1, 3])
            let seen = Sightings()
            try await stage.consume(KeptTopic.self, concurrency: 1, noting: seen)
            try await stage.eventuallyFinished(KeptTopic.self)
            try stage.expect(
                "events in the log", seen.begun.map(\.name).sorted(), is: ["a.0", "a.1", "b.0", "c.0", "d.0", "d.1"])
        },
    ]

    /// The error of a publish; `nil` where it succeeds.
    private static func refusal(_ publish: () async throws(PublishError) -> Void) async -> PublishError? {
        do throws(PublishError) { try await publish() } catch { return error }
        return nil
    }
}
