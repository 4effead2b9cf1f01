import EventCatalogue

/// A stream of the catalogue as a static member of `StreamDeclaration`.
struct StreamRenderer {
    let stream: StreamDefinition
    let names: CatalogueNames

    var lines: [String] {
        let items =
            [
                "name: \(SwiftText.literal(stream.name))", "partitions: \(stream.partitions)",
                "durability: \(durability)", "delivery: \(delivery)",
            ] + retention + ["groups: [\(stream.groups.map(group).joined(separator: ", "))]"]
        let member = names.streams[stream.name] ?? stream.name
        return SwiftText.list("static let \(member) = StreamDeclaration(", items, ")", indent: 4)
    }

    private var durability: String {
        switch stream.durability {
        case .memory: ".memory"
        case .fsyncEverySecond: ".fsyncEverySecond"
        case .fsyncAlways: ".fsyncAlways"
        case .replicas(let count): ".replicas(\(count))"
        case .attested: ".attested"
        }
    }

    private var delivery: String {
        let policy = stream.delivery
        let backoff =
            "RetryBackoff(base: \(DurationText.expression(policy.backoffBase)), factor: \(policy.backoffFactor), "
            + "max: \(DurationText.expression(policy.backoffMax)))"
        let after = policy.afterDeadLetter == .continue ? ".continue" : ".holdAggregate"
        return "DeliveryPolicy(attempts: \(policy.attempts), backoff: \(backoff), "
            + "ackTimeout: \(DurationText.expression(policy.ackTimeout)), afterDeadLetter: \(after))"
    }

    /// Nothing where entries are kept for ever.
    private var retention: [String] {
        let bounds = [
            stream.retention.maxAge.map { "maxAge: \(DurationText.expression($0))" },
            stream.retention.maxEntries.map { "maxEntries: \($0)" },
        ].compactMap(\.self)
        return bounds.isEmpty ? [] : ["retention: RetentionDeclaration(\(bounds.joined(separator: ", ")))"]
    }

    private func group(_ group: GroupDefinition) -> String {
        let required = group.isRequired ? "" : ", required: false"
        let lag = group.maxLag.map { ", maxLag: \(DurationText.expression($0))" } ?? ""
        let order = group.order == .aggregate ? "" : ", order: .none"
        return "GroupDeclaration(name: \(SwiftText.literal(group.name))\(required)\(lag)\(order))"
    }
}
