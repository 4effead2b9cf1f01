import EventBus
import RedisEventBus

/// Decides what is wrong with the groups: who is paused, for whom nobody reads, and which the catalogue does not declare.
struct GroupsJudgement {
    let streams: [StreamExamination]
    /// The names of the keys, for what is to be removed.
    let layout: KeyLayout
    /// The flags that led to this server, for commands that are suggested.
    let flags: String

    /// Every finding; none for a group that is well.
    var findings: [Finding] {
        streams.flatMap { found in found.groups.flatMap { findings($0, in: found) } }
    }

    private func findings(_ group: GroupStatus, in found: StreamExamination) -> [Finding] {
        let name = "\(found.stream.name)/\(group.group)"
        let declared = found.stream.groups.first { $0.name == group.group }
        let isRouter = group.group == Router.group
        let undeclared = isRouter || declared != nil ? [] : undeclared(group, name, in: found)
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
            ] + undeclared
        }
        guard isRouter || declared != nil else { return undeclared }
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

    /// That entries are kept for a group of which the catalogue knows nothing, such as one that was mistyped.
    private func undeclared(_ group: GroupStatus, _ name: String, in found: StreamExamination) -> [Finding] {
        let claims = found.logs.flatMap { log in log.groups.filter { $0.name == group.group } }
        let pending = group.partitions.reduce(0) { $0 + $1.pending }
        let isHolding = claims.contains { $0.lag > .zero && !$0.isReleased }
        guard pending > 0 || isHolding else { return [] }
        let what =
            (pending > 0 ? ["\(pending) not acknowledged"] : [])
            + (isHolding ? ["the log is kept for it, up to seven days"] : [])
        let removal = group.partitions.filter(\.exists).map { partition in
            let key = ShellWord.quoted(layout.log(found.stream.name, partition.partition))
            return "redis-cli XGROUP DESTROY \(key) \(ShellWord.quoted(group.group))"
        }
        return [
            .warning(
                name, "the catalogue does not declare this group: " + what.joined(separator: ", and "),
                fix:
                    "declare it among the groups of \(found.stream.name) in the catalogue; or, where nobody needs it, end "
                    + "its consumers and remove it: " + removal.joined(separator: "; "))
        ]
    }
}
