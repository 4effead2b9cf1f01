import EventBus
import RedisEventBus

/// Decides what is wrong with the groups of the catalogue: who is paused, and for whom nobody reads.
struct GroupsJudgement {
    let streams: [StreamExamination]
    /// The flags that led to this server, for commands that are suggested.
    let flags: String

    /// Every finding; none for a group that is well.
    var findings: [Finding] {
        streams.flatMap { found in found.groups.flatMap { findings($0, in: found) } }
    }

    private func findings(_ group: GroupStatus, in found: StreamExamination) -> [Finding] {
        let name = "\(found.stream.name)/\(group.group)"
        if let failure = found.groupFailures[group.group] {
            return [.warning(name, "it can't be looked at: \(failure)", fix: RedisRemedy.forKey)]
        }
        if let pause = group.partitions.lazy.compactMap(\.pause).first {
            let why = pause.reason.isEmpty ? "" : ": \(pause.reason)"
            let since = pause.since.map { " since \($0)" } ?? ""
            return [
                .warning(
                    name, "paused by \(pause.by)\(since)\(why)",
                    fix: "\(ProgramName.shown) resume --stream \(found.stream.name) --group \(group.group)\(flags)")
            ]
        }
        let declared = found.stream.groups.first { $0.name == group.group }
        let isRouter = group.group == Router.group
        guard isRouter || declared != nil else { return [] }
        let isRead = group.partitions.allSatisfy { $0.holders.contains { $0.isConnected != false } }
        if isRead { return [] }
        let what = group.partitions.contains(where: \.exists) ? "nobody reads now" : "nobody has ever read"
        if isRouter {
            return [
                .warning(
                    name, "\(what): no event reaches a list or a channel",
                    fix: "start \(ProgramName.shown) serve, or \(ProgramName.shown) route")
            ]
        }
        guard declared?.required == true else { return [] }
        return [
            .warning(
                name, "\(what), and the log is kept for it",
                fix: "start that service, or take the group out of the catalogue, or declare it `required: false`")
        ]
    }
}
