import EventBus
import EventBusOperations
import RedisEventBus

/// How the bus is, as one screen of text.
struct StatusScreen {
    let overview: BusOverview

    /// The lines to print: the verdict with its reasons, then server, streams, groups and queues.
    var lines: [String] {
        let verdict = overview.verdict
        var lines = ["\(verdict.status.rawValue.uppercased())  \(overview.time)"]
        lines += verdict.reasons.map { "  ! " + PlainText.escaped($0) }
        lines += [""] + server
        for part in [streams, groups, queues] where !part.isEmpty { lines += [""] + part }
        if let outbox = overview.outbox {
            let age = outbox.oldestAge.map { ", the oldest for \(Quantity.age($0))" } ?? ""
            lines += ["", "outbox   \(outbox.waiting) events wait\(age)"]
        }
        return lines
    }

    private var server: [String] {
        let server = overview.server
        guard server.isReachable else { return ["redis    away; breaker \(server.breaker.rawValue)"] }
        let memory = server.usedMemory.map { used in
            "\(Quantity.size(used)) of " + (server.memoryLimit.map { Quantity.size($0) } ?? "no limit")
        }
        let facts = [
            server.version, server.latency.map { "answers in " + Quantity.milliseconds($0) }, memory,
            server.durability, server.operationsPerSecond.map { "\($0) commands/s" },
            server.connectedClients.map { "\($0) clients" }, "breaker \(server.breaker.rawValue)",
        ]
        return ["redis    " + PlainText.escaped(facts.compactMap(\.self).joined(separator: ", "))]
    }

    private var streams: [String] {
        guard !overview.streams.isEmpty else { return [] }
        return TextTable.lines(overview.streams.map { StreamLine(stream: $0) })
    }

    private var groups: [String] {
        let rows = overview.streams.flatMap { stream in
            stream.groups.map { group in
                [
                    stream.name, group.name, Self.state(group), Quantity.known(group.lag),
                    Quantity.age(group.oldestUnfinishedAge), "\(group.pending)", Self.holders(group),
                ]
            }
        }
        guard !rows.isEmpty else { return [] }
        return TextTable.lines([["stream", "group", "state", "lag", "oldest", "pending", "holder"]] + rows)
    }

    private static func state(_ group: GroupOverview) -> String {
        if let failure = group.failure { return failure }
        if let pause = group.pause {
            return "paused by \(pause.by)" + (pause.reason.isEmpty ? "" : ": \(pause.reason)")
        }
        if group.isRead { return "read" }
        let exists = group.status.partitions.contains(where: \.exists)
        return (exists ? "nobody reads" : "never read") + (group.isRequired == true ? " (required)" : "")
    }

    private static func holders(_ group: GroupOverview) -> String {
        let names = group.status.partitions.flatMap(\.holders).map {
            $0.consumer + ($0.isConnected == false ? "!" : "")
        }
        return names.isEmpty ? "–" : Set(names).sorted().joined(separator: ",")
    }

    private var queues: [String] {
        guard !overview.queues.isEmpty else { return [] }
        return TextTable.lines(overview.queues.map { QueueLine(queue: $0) })
    }
}
