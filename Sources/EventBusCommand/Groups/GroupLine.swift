import EventBus
import RedisEventBus

/// One partition of a group as `groups` prints it.
struct GroupLine {
    let status: GroupStatus
    let partition: GroupStatus.Partition

    /// A line for each partition.
    static func lines(_ status: GroupStatus) -> [GroupLine] {
        status.partitions.map { GroupLine(status: status, partition: $0) }
    }

    /// The heads of the columns.
    static let titles = [
        "stream", "partition", "group", "state", "holder", "epoch", "members", "pending", "lag", "last delivered",
    ]

    /// One text for each column.
    var cells: [String] {
        [
            status.stream, "\(partition.partition)", status.group, state,
            list(partition.holders.map { $0.consumer + ($0.isConnected == false ? "!" : "") }),
            list(partition.holders.map { "\($0.epoch)" }), list(partition.members), pending,
            partition.lag.map { "\($0)" } ?? "–", partition.lastDelivered.map { "\($0)" } ?? "–",
        ]
    }

    private var state: String {
        if let pause = partition.pause {
            return "paused by \(pause.by)" + (pause.reason.isEmpty ? "" : ": \(pause.reason)")
        }
        if !partition.holders.isEmpty { return "read" }
        return partition.exists ? "nobody reads" : "never read"
    }

    private var pending: String {
        let owners = partition.consumers.filter { $0.pending > 0 }.map { "\($0.name) \($0.pending)" }
        return "\(partition.pending)" + (owners.isEmpty ? "" : " (\(owners.joined(separator: ", ")))")
    }

    private func list(_ texts: [String]) -> String { texts.isEmpty ? "–" : texts.joined(separator: ",") }

    /// The same for programs.
    var json: JSONValue {
        [
            "stream": .string(status.stream), "partition": .number(JSONNumber(partition.partition)),
            "group": .string(status.group), "order": .string(status.order == .aggregate ? "aggregate" : "none"),
            "exists": .bool(partition.exists), "holders": .array(partition.holders.map(Self.json)),
            "members": .array(partition.members.map { .string($0) }),
            "paused": partition.pause.map(Self.json) ?? .null,
            "pending": .number(JSONNumber(partition.pending)), "consumers": .array(partition.consumers.map(Self.json)),
            "lag": partition.lag.map { .number(JSONNumber($0)) } ?? .null,
            "last_delivered": partition.lastDelivered.map { .string("\($0)") } ?? .null,
            "position": partition.position.map { .string("\($0)") } ?? .null,
        ]
    }

    private static func json(_ holder: GroupStatus.Holder) -> JSONValue {
        [
            "instance": .string(holder.instance), "consumer": .string(holder.consumer),
            "epoch": .number(JSONNumber(holder.epoch)), "beat": .number(JSONNumber(holder.beat)),
            "connected": holder.isConnected.map { .bool($0) } ?? .null,
        ]
    }

    private static func json(_ pause: GroupPause) -> JSONValue {
        [
            "by": .string(pause.by), "since": pause.since.map { .string("\($0)") } ?? .null,
            "reason": .string(pause.reason),
        ]
    }

    private static func json(_ consumer: GroupStatus.Consumer) -> JSONValue {
        [
            "name": .string(consumer.name), "pending": .number(JSONNumber(consumer.pending)),
            "idle_ms": .number(JSONNumber(Int(consumer.idle / .milliseconds(1)))),
        ]
    }
}
