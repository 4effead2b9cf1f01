import EventBus

/// What a handler of the suite throws.
struct ConformanceRefusal: Error, CustomStringConvertible {
    var description: String { "refused on purpose" }
}

/// An event of the plain topic.
func plain(_ key: String, _ number: Int, text: String = "") -> ConformanceEvent<PlainTopic> {
    ConformanceEvent(key, number, text: text)
}

/// `key.number`, as ``Sightings`` names events.
func name(_ event: ConformanceEvent<PlainTopic>) -> String { "\(event.key).\(event.number)" }

extension ConformanceStage {
    /// The dead letters of a group; none where the transport cannot say.
    func letters<Topic: ConformanceTopic>(
        _: Topic.Type, group: String = "readers"
    ) async throws -> [ConformanceDeadLetter] {
        guard transport.features.contains(.deadLetters) else { return [] }
        return try await transport.deadLetters(group: group, of: Topic.declaration.stream)
    }

    /// Waits for as many dead letters of a group.
    func eventuallyLetters<Topic: ConformanceTopic>(
        _ topic: Topic.Type, _ count: Int, group: String = "readers", fileID: String = #fileID, line: Int = #line
    ) async throws -> [ConformanceDeadLetter] {
        try await eventually(
            "group \(group) has \(count) dead letters", found: "\(try await letters(topic, group: group).count)",
            fileID: fileID, line: line
        ) { try await letters(topic, group: group).count == count }
        return try await letters(topic, group: group)
    }
}
