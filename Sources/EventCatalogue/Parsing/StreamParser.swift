import YAMLReader

/// Reads one stream.
struct StreamParser {
    let reader: NodeReader

    func stream(_ pair: YAMLPair) -> StreamDefinition {
        var cursor = MappingCursor(pair.value, "the stream `\(pair.key)`", at: pair.keyLocation, reader: reader)
        let stream = StreamDefinition(
            name: pair.key,
            description: cursor.text("description"),
            partitions: cursor.integer("partitions", in: 1...65_536) ?? 1,
            retention: cursor.node("retention").map(retention) ?? RetentionDefinition(),
            durability: cursor.node("durability").flatMap(durability) ?? .fsyncEverySecond,
            delivery: cursor.node("delivery").map(delivery) ?? DeliveryDefinition(),
            groups: cursor.named("groups").map(group),
            location: pair.keyLocation)
        cursor.finish()
        return stream
    }

    private func retention(_ node: YAMLNode) -> RetentionDefinition {
        var cursor = MappingCursor(node, "`retention`", reader: reader)
        let retention = RetentionDefinition(
            maxAge: cursor.duration("max_age"), maxEntries: cursor.integer("max_entries", in: 1...Int.max))
        cursor.finish()
        return retention
    }

    private func durability(_ node: YAMLNode) -> DurabilityDefinition? {
        let text = node.scalar?.text ?? ""
        switch text {
        case "memory": return .memory
        case "fsync_every_second": return .fsyncEverySecond
        case "fsync_always": return .fsyncAlways
        case "attested": return .attested
        default: break
        }
        if text.hasPrefix("replicas("), text.hasSuffix(")"),
            let count = ScalarText.integer(String(text.dropFirst("replicas(".count).dropLast())), count >= 1
        {
            return .replicas(count)
        }
        let words = ["memory", "fsync_every_second", "fsync_always", "replicas(1)", "attested"]
        reader.diagnostics.report(
            ValueExpected.self, at: node.location,
            "`durability` must be one of \(words.joined(separator: ", "))"
                + Suggestion.phrase(for: text, among: words))
        return nil
    }

    private func delivery(_ node: YAMLNode) -> DeliveryDefinition {
        var result = DeliveryDefinition()
        var cursor = MappingCursor(node, "`delivery`", reader: reader)
        result.attempts = cursor.integer("attempts", in: 1...1000) ?? result.attempts
        if let node = cursor.node("backoff") { backoff(node, into: &result) }
        result.ackTimeout = cursor.duration("ack_timeout") ?? result.ackTimeout
        result.afterDeadLetter = cursor.choice("after_dead_letter") ?? result.afterDeadLetter
        cursor.finish()
        return result
    }

    private func backoff(_ node: YAMLNode, into delivery: inout DeliveryDefinition) {
        var cursor = MappingCursor(node, "`backoff`", reader: reader)
        delivery.backoffBase = cursor.duration("base") ?? delivery.backoffBase
        if let node = cursor.node("factor"), let factor = reader.number(node, "`factor`").flatMap({ Double($0) }) {
            if factor >= 1, factor.isFinite {
                delivery.backoffFactor = factor
            } else {
                reader.diagnostics.report(
                    StreamSettings.self, at: node.location, "`factor` must be at least 1; a back-off does not shrink")
            }
        }
        delivery.backoffMax = cursor.duration("max") ?? delivery.backoffMax
        if delivery.backoffMax < delivery.backoffBase {
            reader.diagnostics.report(
                BoundsOrder.self, at: node.location, "the back-off's `max` must not be below its `base`")
        }
        cursor.finish()
    }

    private func group(_ pair: YAMLPair) -> GroupDefinition {
        var cursor = MappingCursor(pair.value, "the group `\(pair.key)`", at: pair.keyLocation, reader: reader)
        let group = GroupDefinition(
            name: pair.key, service: cursor.reference("service"), description: cursor.text("description"),
            isRequired: cursor.flag("required") ?? true, maxLag: cursor.duration("max_lag"),
            order: cursor.choice("order") ?? .aggregate, location: pair.keyLocation)
        cursor.finish()
        return group
    }
}
