import EventBus
import RedisEventBus

/// One command that somebody in a role sends, as `ACL DRYRUN` takes it.
struct NeededRights: Sendable, Hashable {
    /// What somebody in this role does, as a verb.
    let role: String
    let command: [String]

    /// What the roles need on the keys of a catalogue: of each stream its first partition, of the routes all lists and
    /// channels. Nothing is run.
    static func all(layout: KeyLayout, streams: [StreamDeclaration], events: [EventDeclaration]) -> [NeededRights] {
        let script = String(repeating: "0", count: 40)
        var needed: [NeededRights] = []
        func add(_ role: String, _ commands: [[String]]) {
            needed += commands.map { NeededRights(role: role, command: $0) }
        }
        let logs = streams.map { ($0, layout.log($0.name, 0), layout.dead($0.name, 0)) }
        add(
            "publish",
            logs.flatMap { _, log, _ in
                [
                    ["XADD", log, "*", "a", "b"], ["EVALSHA", script, "1", log], ["XRANGE", log, "-", "+"],
                    ["XINFO", "STREAM", log],
                ]
            })
        add(
            "consume",
            logs.flatMap { stream, log, dead in
                let group = stream.groups.first?.name ?? "group"
                return [
                    ["XREADGROUP", "GROUP", group, "c", "STREAMS", log, ">"],
                    ["XGROUP", "CREATE", log, group, "0", "MKSTREAM"], ["XACK", log, group, "0-1"],
                    ["XPENDING", log, group],
                    ["EVALSHA", script, "2", log, layout.lease(stream.name, 0, group: group)],
                    ["EVALSHA", script, "2", log, dead],
                ]
            })
        add(
            "route",
            logs.map { stream, log, _ in
                ["XREADGROUP", "GROUP", Router.group, "c", "STREAMS", log, ">"]
            }
                + Set(events.flatMap(\.routes).map(\.destination)).map { destination in
                    switch destination {
                    case .list(let list): ["LPUSH", list, "a"]
                    case .channel(let channel): ["PUBLISH", channel, "a"]
                    }
                }
                .sorted { $0[1] < $1[1] })
        let queues = Set(events.flatMap(\.routes).compactMap(\.queue)).sorted { $0.list < $1.list }
        add(
            "work on queues",
            queues.flatMap { queue in
                [
                    ["EVALSHA", script, "4", queue.list, queue.processing, queue.claims, queue.delayed],
                    ["BLMOVE", queue.list, queue.list, "RIGHT", "RIGHT", "0"], ["LPUSH", queue.dead, "a"],
                ]
            })
        add(
            "operate",
            logs.flatMap { stream, log, dead in
                [
                    ["XINFO", "GROUPS", log], ["XLEN", dead], ["XRANGE", dead, "-", "+"], ["XDEL", dead, "0-1"],
                    ["HSET", layout.pause(stream.name, 0, group: Router.group), "by", "a"], ["CLIENT", "LIST"],
                ]
            })
        return needed
    }
}
