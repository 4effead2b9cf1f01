import EventBus
import RedisEventBus

/// A consumer group as the operators' API shows it.
struct GroupBody {
    let status: GroupStatus
    let stream: StreamDeclaration

    var json: JSONValue {
        let pause = status.partitions.lazy.compactMap(\.pause).first
        let lags = status.partitions.map(\.lag)
        return [
            "stream": .string(stream.name), "name": .string(status.group),
            "order": .string(status.order == .none ? "none" : "aggregate"),
            "required": isRequired.map { .bool($0) } ?? .null,
            "pause": pause.map { pause in
                [
                    "by": .string(pause.by), "since": pause.since.map { .string("\($0)") } ?? .null,
                    "reason": .string(pause.reason),
                ]
            } ?? .null,
            "lag": lags.contains(nil) ? .null : .number(JSONNumber(lags.reduce(0) { $0 + ($1 ?? 0) })),
            "pending": .number(JSONNumber(status.partitions.reduce(0) { $0 + $1.pending })),
            "partitions": .array(status.partitions.map { Self.json($0) }),
        ]
    }

    /// Whether the log keeps what it has not finished; `nil` for a group that the catalogue does not have. The router's it
    /// always keeps.
    private var isRequired: Bool? {
        if let group = stream.groups.first(where: { $0.name == status.group }) { return group.required }
        return status.group == Router.group ? true : nil
    }

    private static func json(_ partition: GroupStatus.Partition) -> JSONValue {
        [
            "partition": .number(JSONNumber(partition.partition)), "exists": .bool(partition.exists),
            "holder": partition.holders.first.map { .string($0.consumer) } ?? .null,
            "members": .array(partition.members.map { .string($0) }),
            "lag": partition.lag.map { .number(JSONNumber($0)) } ?? .null,
            "pending": .number(JSONNumber(partition.pending)),
            "last_delivered": partition.lastDelivered.map { .string("\($0)") } ?? .null,
        ]
    }
}
