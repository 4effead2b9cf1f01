import EventBus
import EventOutbox

/// The state of an outbox, for people and for programs.
struct OutboxReport {
    let path: String
    let status: OutboxStatus
    let now: Timestamp

    /// For people.
    var lines: [String] {
        let usage = status.usage
        let limits = status.limits
        let relay = status.relay.map { "process \($0)" } ?? "none: `eventbus outbox relay` is one"
        var lines = TextTable.lines([
            ["outbox", path],
            ["waiting", "\(status.waiting)" + (status.oldest.map { ", the oldest for \(age($0))" } ?? "")],
            ["refused", "\(status.refused.count)"],
            ["kept", "\(usage.events) of \(limits.events) events, \(usage.bytes) of \(limits.bytes) bytes"],
            ["relay", relay],
        ])
        if !status.partitions.isEmpty {
            let rows = status.partitions.map { waiting in
                [
                    "\(waiting.partition)", "\(waiting.waiting)", "\(waiting.bytes)", age(waiting.oldest),
                    waiting.lastPosition.map { "\($0)" } ?? "–", "\(waiting.attempts)", waiting.lastError ?? "–",
                ]
            }
            let head = ["partition", "waiting", "bytes", "oldest", "relayed up to", "failures", "last failure"]
            lines += [""] + TextTable.lines([head] + rows)
        }
        if !status.refused.isEmpty { lines += [""] + Self.table(status.refused) }
        return lines
    }

    /// The refused events, for people.
    static func table(_ refused: [RefusedEvent]) -> [String] {
        let rows = refused.map { event in
            ["\(event.number)", event.type, event.aggregateID, "\(event.id)", "\(event.refused)", event.reason]
        }
        return TextTable.lines([["refused", "type", "aggregate", "id", "when", "reason"]] + rows)
    }

    /// For programs.
    var json: JSONValue {
        [
            "path": .string(path), "waiting": .number(JSONNumber(status.waiting)),
            "oldest_seconds": status.oldest.map { .number(JSONNumber(seconds(since: $0))) } ?? .null,
            "events": .number(JSONNumber(status.usage.events)), "bytes": .number(JSONNumber(status.usage.bytes)),
            "max_events": .number(JSONNumber(status.limits.events)),
            "max_bytes": .number(JSONNumber(status.limits.bytes)),
            "relay": status.relay.map { .number(JSONNumber(Int($0))) } ?? .null,
            "partitions": .array(status.partitions.map { json(of: $0) }),
            "refused": .array(status.refused.map { Self.json(of: $0) }),
        ]
    }

    private func json(of waiting: OutboxStatus.Partition) -> JSONValue {
        [
            "partition": .string("\(waiting.partition)"), "waiting": .number(JSONNumber(waiting.waiting)),
            "bytes": .number(JSONNumber(waiting.bytes)),
            "oldest_seconds": .number(JSONNumber(seconds(since: waiting.oldest))),
            "position": waiting.lastPosition.map { .string("\($0)") } ?? .null,
            "failures": .number(JSONNumber(waiting.attempts)),
            "last_failure": waiting.lastError.map { .string($0) } ?? .null,
        ]
    }

    /// One refused event, for programs.
    static func json(of event: RefusedEvent) -> JSONValue {
        [
            "number": .number(JSONNumber(Int(event.number))), "id": .string("\(event.id)"), "type": .string(event.type),
            "aggregate": .string(event.aggregateID), "partition": .string("\(event.partition)"),
            "bytes": .number(JSONNumber(event.bytes)), "refused": .string("\(event.refused)"),
            "reason": .string(event.reason),
        ]
    }

    private func seconds(since time: Timestamp) -> Int { Int(max(0, now.microseconds - time.microseconds)) / 1_000_000 }

    private func age(_ time: Timestamp) -> String { "\(seconds(since: time)) s" }
}
