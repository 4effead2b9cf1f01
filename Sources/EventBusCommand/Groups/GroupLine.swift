import EventBus
import RedisEventBus

/// One partition of a group as `groups` prints it.
struct GroupLine: TableLine {
    let status: GroupStatus
    let partition: GroupStatus.Partition
    /// How old the first entry is that the group has yet to finish; `nil` where the log can't be looked at.
    let oldest: Duration?
    /// Why the group can't be looked at; `nil` where it can.
    let failure: String?

    /// A line for each partition of each group of a stream.
    static func lines(_ found: StreamExamination) -> [GroupLine] {
        found.groups.flatMap { status in
            status.partitions.map { partition in
                let log = found.logs.first { $0.partition == partition.partition }
                return GroupLine(
                    status: status, partition: partition,
                    oldest: log.map { log in log.groups.first { $0.name == status.group }?.lag ?? .zero },
                    failure: found.groupFailures[status.group] ?? (log == nil ? found.failure : nil))
            }
        }
    }

    /// The heads of the columns.
    static let titles = [
        "stream", "partition", "group", "state", "holder", "epoch", "members", "pending", "lag", "oldest",
        "last delivered",
    ]

    /// One text for each column.
    var cells: [String] {
        [
            status.stream, "\(partition.partition)", status.group, state,
            list(partition.holders.map { $0.consumer + ($0.isConnected == false ? "!" : "") }),
            list(partition.holders.map { "\($0.epoch)" }), list(partition.members), pending,
            Quantity.known(partition.lag), oldest.map { Quantity.age($0) } ?? "–",
            partition.lastDelivered.map { "\($0)" } ?? "–",
        ]
    }

    private var state: String {
        if let failure { return failure }
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
            "oldest_age_ms": oldest.map { .number(JSONNumber(Int($0 / .milliseconds(1)))) } ?? .null,
            "failure": failure.map { .string($0) } ?? .null,
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
