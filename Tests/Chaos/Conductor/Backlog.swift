import RedisClient

/// What is still to be done: how far the groups are behind the logs, and how many items stand on the queues' lists.
struct Backlog: Sendable, Hashable {
    private(set) var unfinished: [EndState.Unfinished] = []
    /// How many items stand on the queues' lists.
    private(set) var lists: [String: Int] = [:]

    /// How much there is in all.
    var size: Int { unfinished.reduce(lists.values.reduce(0, +)) { $0 + $1.pending + $1.undelivered } }

    /// Looks; `nil` while the server does not answer.
    static func look(_ stage: Stage) async -> Backlog? {
        var backlog = Backlog()
        for (partition, log) in Stage.logs.enumerated() {
            guard let found = await groups(stage, log) else { return nil }
            for group in Stage.groups.map(\.name) + ["router"] {
                let state = found[group]
                guard let behind = await undelivered(stage, log, after: state?.lastDelivered ?? "0") else { return nil }
                let pending = state?.pending ?? 0
                guard pending > 0 || behind > 0 else { continue }
                let sample = await stage.ask(["XPENDING", log, group, "-", "+", "3"], patience: .milliseconds(1))
                backlog.unfinished.append(
                    EndState.Unfinished(
                        group: group, partition: partition, pending: pending, undelivered: behind,
                        sample: sample?.description ?? "no such group"))
            }
        }
        for list in Stage.workLists {
            guard let length = await stage.ask(["LLEN", list], patience: .seconds(2))?.integer else { return nil }
            if length > 0 { backlog.lists[list] = Int(length) }
        }
        return backlog
    }

    private static func groups(
        _ stage: Stage, _ log: String
    ) async -> [String: (pending: Int, lastDelivered: String)]? {
        guard let exists = await stage.ask(["EXISTS", log], patience: .seconds(2))?.integer else { return nil }
        guard exists == 1 else { return [:] }
        guard let reply = await stage.ask(["XINFO", "GROUPS", log], patience: .seconds(2)) else { return nil }
        var groups: [String: (pending: Int, lastDelivered: String)] = [:]
        for group in reply {
            var fields: [String: String] = [:]
            for at in stride(from: 0, to: group.count - 1, by: 2) {
                fields[group[at].string ?? ""] = group[at + 1].string ?? group[at + 1].integer.map { String($0) }
            }
            groups[fields["name"] ?? ""] = (Int(fields["pending"] ?? "") ?? 0, fields["last-delivered-id"] ?? "0")
        }
        return groups
    }

    /// How many entries come behind a position, counted up to a thousand: Redis' own `lag` is unknown at times.
    private static func undelivered(_ stage: Stage, _ log: String, after position: String) async -> Int? {
        await stage.ask(["XRANGE", log, "(\(position)", "+", "COUNT", "1000"], patience: .seconds(2))?.count
    }
}
