import EventCatalogue

/// What a stream promises, as names and texts for people.
enum StreamFacts {
    static func facts(_ stream: StreamDefinition) -> [(name: String, text: String)] {
        let delivery = stream.delivery
        var facts = [("Partitions", "\(stream.partitions)")]
        let bounds = [
            stream.retention.maxAge.map(DurationPhrase.text), stream.retention.maxEntries.map { "\($0) entries" },
        ].compactMap(\.self)
        facts.append(("Retention", bounds.isEmpty ? "without bound" : "at most \(bounds.joined(separator: " and "))"))
        facts.append(("Durability", RedisBinding.durability(stream.durability)))
        facts.append(
            (
                "Delivery",
                "\(delivery.attempts) attempts; pauses from \(DurationPhrase.text(delivery.backoffBase)), "
                    + "times \(delivery.backoffFactor), up to \(DurationPhrase.text(delivery.backoffMax)); "
                    + "taken over after \(DurationPhrase.text(delivery.ackTimeout)); "
                    + "after a dead letter: \(delivery.afterDeadLetter.rawValue)"
            ))
        return facts.map { (name: $0.0, text: $0.1) }
    }

    static func text(_ group: GroupDefinition) -> String {
        var parts: [String] = []
        if let service = group.service { parts.append("read by \(service.name)") }
        parts.append(group.isRequired ? "required" : "optional")
        if let lag = group.maxLag { parts.append("at most \(DurationPhrase.text(lag)) behind") }
        parts.append(group.order == .aggregate ? "in order of the aggregate" : "in no order")
        return parts.joined(separator: ", ") + (group.description.map { ". \($0)" } ?? "")
    }
}
