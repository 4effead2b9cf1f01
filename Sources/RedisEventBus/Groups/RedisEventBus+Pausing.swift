public import EventBus
public import RedisClient

extension RedisEventBus {
    /// Pauses a group: within about a second its consumers stop reading, finish what runs, and wait until it is resumed,
    /// over restarts too. What had not begun stays pending. The router is paused as the group ``Router/group``.
    ///
    /// Pausing a group that is paused changes who did so and why. The audit says each time who did it.
    ///
    /// - Parameters:
    ///   - group: The group's name.
    ///   - stream: Its stream.
    ///   - reason: Why, for whoever looks.
    ///   - who: Who pauses it, for whoever looks.
    /// - Throws: `RedisError`; some partitions may be paused then: do it again.
    public func pause(
        group: String, of stream: StreamDeclaration, reason: String = "", by who: String
    ) async throws(RedisError) {
        let since = Timestamp.now.description
        // The first partition holds the record, so it comes first: nothing is paused of which nothing is said.
        for partition in 0..<stream.partitions {
            _ = try await client.evaluate(
                Scripts.pause, keys: pauseKeys(group, stream, partition),
                arguments: [group, who, reason, since, partition == 0 ? Self.record : ""])
        }
    }

    /// Lets a paused group go on, within about a second and where it was. The audit says who did it, if it was paused.
    ///
    /// - Parameters:
    ///   - group: The group's name.
    ///   - stream: Its stream.
    ///   - reason: Why, for whoever looks.
    ///   - who: Who resumes it, for whoever looks.
    /// - Returns: Whether it was paused.
    /// - Throws: `RedisError`; some partitions may still be paused then: do it again.
    @discardableResult
    public func resume(
        group: String, of stream: StreamDeclaration, reason: String = "", by who: String
    ) async throws(RedisError) -> Bool {
        var wasPaused = false
        for partition in 0..<stream.partitions {
            let reply = try await client.evaluate(
                Scripts.resume, keys: pauseKeys(group, stream, partition),
                arguments: [group, who, reason, wasPaused ? "" : Self.record])
            if reply.integer == 1 { wasPaused = true }
        }
        return wasPaused
    }

    /// What tells the scripts to write into the audit.
    private static let record = "record"

    private func pauseKeys(_ group: String, _ stream: StreamDeclaration, _ partition: Int) -> [String] {
        [layout.pause(stream.name, partition, group: group), layout.audit(stream.name, partition)]
    }
}
