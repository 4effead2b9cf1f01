import EventBus
import RedisClient

/// Asks for a ``BusExamination``: what is known from the catalogue in one round trip, the groups in a second, and who of
/// their holders is connected in a third. Groups whose consumers each hold a lease of their own take one more.
struct BusExaminer: Sendable {
    let bus: RedisEventBus
    let runID: String?

    private var layout: KeyLayout { bus.layout }

    /// One group of a stream in one partition.
    private struct Part {
        let stream: Int
        let group: Int
        let partition: Int
    }

    func run() async throws(RedisError) -> BusExamination {
        var (examination, infos) = try await logsAndQueues()
        let facts = try await groups(of: &examination, infos: infos)
        judge(facts, in: &examination)
        return examination
    }

    // MARK: The first round trip

    /// What `XINFO` says of a log and its groups, by stream and partition.
    private typealias Infos = [[(facts: RetentionFacts, groups: RedisReply)?]]

    private func logsAndQueues() async throws(RedisError) -> (BusExamination, Infos) {
        var commands = RedisCommands()
        commands.append("TIME")
        for stream in bus.streams {
            for partition in 0..<stream.partitions {
                let log = layout.log(stream.name, partition)
                commands.append("XINFO", "STREAM", log)
                commands.append("XINFO", "GROUPS", log)
                commands.append("MEMORY", "USAGE", log)
                commands.append("XLEN", layout.dead(stream.name, partition))
            }
        }
        for queue in bus.workQueues { QueueExamination.ask(queue, in: &commands) }
        var replies = try await bus.client.send(commands)[...]
        func take(_ count: Int) -> [RedisReply] {
            defer { replies = replies.dropFirst(count) }
            return Array(replies.prefix(count))
        }
        let server = RetentionFacts.milliseconds(take(1)[0])
        // Ages are of the server's clock; without the right to ask for it, of ours.
        let now = server ?? UInt64(max(0, Timestamp.now.microseconds / 1_000))
        var infos: Infos = []
        var streams: [StreamExamination] = []
        for stream in bus.streams {
            var examination = StreamExamination(stream)
            infos.append([])
            for partition in 0..<stream.partitions {
                let own = take(4)
                infos[infos.count - 1].append(
                    Self.facts(own, now: now, log: layout.log(stream.name, partition), &examination))
                if let count = own[3].integer {
                    examination.deadLetters = (examination.deadLetters ?? 0) + Int(count)
                } else if let error = own[3].error {
                    examination.note(layout.dead(stream.name, partition), "\(error)")
                }
            }
            streams.append(examination)
        }
        let queues = bus.workQueues.map { QueueExamination($0, replies: take(QueueExamination.questions)) }
        let time = server.map { Timestamp(microseconds: Int64($0) * 1_000) }
        return (BusExamination(now: time, streams: streams, queues: queues), infos)
    }

    private static func facts(
        _ replies: [RedisReply], now: UInt64, log: String, _ examination: inout StreamExamination
    ) -> (facts: RetentionFacts, groups: RedisReply)? {
        do throws(RedisError) {
            let facts = try RetentionFacts(now: now, info: replies[0], groups: replies[1], bytes: replies[2])
            return (facts, replies[1])
        } catch {
            examination.note(log, error.cause.map { "\($0)" } ?? error.message)
            return nil
        }
    }

    // MARK: The second

    /// Fills in the groups; answers the facts of each log with what of it is pending.
    private func groups(
        of examination: inout BusExamination, infos: Infos
    ) async throws(RedisError) -> [[RetentionFacts?]] {
        var commands = RedisCommands()
        var parts: [Part] = []
        var names: [[String]] = []
        for (index, stream) in bus.streams.enumerated() {
            names.append(groupNames(of: stream, infos[index].compactMap { $0?.facts }))
            for partition in 0..<stream.partitions {
                for group in names[index].indices {
                    let keys = LeaseKeys(
                        layout, stream: stream.name, partition: partition, group: names[index][group])
                    GroupExamination.ask(keys, group: names[index][group], in: &commands)
                    parts.append(Part(stream: index, group: group, partition: partition))
                }
                for group in infos[index][partition]?.facts.groups ?? [] {
                    commands.append("XPENDING", layout.log(stream.name, partition), group.name)
                }
            }
        }
        var replies = try await bus.client.send(commands)[...]
        var remaining = parts[...]
        var facts: [[RetentionFacts?]] = []
        var found: [[[GroupStatus.Partition]]] = names.map { $0.map { _ in [] } }
        var leases: [(part: Part, lease: LeaseRecord)] = []
        for (index, stream) in bus.streams.enumerated() {
            facts.append([])
            for partition in 0..<stream.partitions {
                let info = infos[index][partition]
                for (group, name) in names[index].enumerated() {
                    let own = Array(replies.prefix(GroupExamination.questions))
                    replies = replies.dropFirst(GroupExamination.questions)
                    let part = remaining.removeFirst()
                    do throws(RedisError) {
                        var (status, lease) = try GroupExamination.read(
                            own, groups: info?.groups, partition: partition, group: name)
                        status.lag = info.flatMap { Self.lag(of: name, $0.facts) }
                        found[index][group].append(status)
                        if let lease { leases.append((part, lease)) }
                    } catch {
                        found[index][group].append(GroupStatus.Partition(partition: partition))
                        examination.streams[index].groupFailures[name] = error.cause.map { "\($0)" } ?? error.message
                    }
                }
                var own = info?.facts
                let count = own?.groups.count ?? 0
                // Without the right to ask, what is pending is not known: then retention is not judged by it.
                try? own?.takePending(replies.prefix(count))
                replies = replies.dropFirst(count)
                facts[index].append(own)
            }
        }
        try await fillHolders(&found, names: names, leases: leases)
        for (index, stream) in bus.streams.enumerated() {
            examination.streams[index].groups = zip(names[index], found[index]).map { name, partitions in
                GroupStatus(
                    stream: stream.name, group: name, order: Self.order(of: name, stream), partitions: partitions)
            }
        }
        return facts
    }

    private func groupNames(of stream: StreamDeclaration, _ facts: [RetentionFacts]) -> [String] {
        let expected = bus.expectedGroups(of: stream)
        let found = Set(facts.flatMap { $0.groups.map(\.name) })
        return expected + found.subtracting(expected).sorted()
    }

    private static func lag(of name: String, _ facts: RetentionFacts) -> Int? {
        guard let group = facts.groups.first(where: { $0.name == name }) else { return facts.length == 0 ? 0 : nil }
        return facts.lag(of: group)
    }

    private static func order(of group: String, _ stream: StreamDeclaration) -> DeliveryOrder {
        stream.groups.first { $0.name == group }?.order ?? .aggregate
    }

    // MARK: The third

    private func fillHolders(
        _ found: inout [[[GroupStatus.Partition]]], names: [[String]], leases: [(part: Part, lease: LeaseRecord)]
    ) async throws(RedisError) {
        let streams = bus.streams
        func isShared(_ part: Part) -> Bool {
            Self.order(of: names[part.stream][part.group], streams[part.stream]) == .none
        }
        var leases = leases.filter { !isShared($0.part) }
        leases += try await leasesByName(found, names: names)
        let connected = try await connected(leases.compactMap(\.lease.link))
        for (part, lease) in leases {
            guard let holder = GroupExamination.holder(lease, connected: connected) else { continue }
            found[part.stream][part.group][part.partition].holders.append(holder)
        }
    }

    /// The leases of groups whose consumers each hold one for every partition.
    private func leasesByName(
        _ found: [[[GroupStatus.Partition]]], names: [[String]]
    ) async throws(RedisError) -> [(part: Part, lease: LeaseRecord)] {
        var commands = RedisCommands()
        var parts: [Part] = []
        for (index, stream) in bus.streams.enumerated() {
            for (group, name) in names[index].enumerated() where Self.order(of: name, stream) == .none {
                for partition in found[index][group] {
                    for consumer in partition.members {
                        commands.append(
                            "HGETALL",
                            layout.lease(stream.name, partition.partition, group: name, consumer: consumer))
                        parts.append(Part(stream: index, group: group, partition: partition.partition))
                    }
                }
            }
        }
        return zip(parts, try await bus.client.send(commands)).compactMap { part, reply in
            reply.error == nil ? LeaseRecord(fields: reply).map { (part, $0) } : nil
        }
    }

    /// Which of these connections are there; `nil` where this user may not ask.
    private func connected(_ links: [ServerConnection]) async throws(RedisError) -> Set<ServerConnection>? {
        guard !links.isEmpty else { return [] }
        guard let runID else { return nil }
        var commands = RedisCommands()
        commands.append("CLIENT", ["LIST", "ID"] + Set(links).map { String($0.id) })
        guard let list = try await bus.client.send(commands)[0].string else { return nil }
        let known = ServerConnection.ids(inClientList: list)
        return Set(links.filter { $0.run == runID && known.contains($0.id) })
    }

    // MARK: What it means

    private func judge(_ facts: [[RetentionFacts?]], in examination: inout BusExamination) {
        for (index, stream) in bus.streams.enumerated() {
            let rules = bus.retentionRules(of: stream)
            for (partition, facts) in facts[index].enumerated() {
                guard let facts else { continue }
                let plan = RetentionPlan(facts, policy: stream.retention, rules: rules)
                examination.streams[index].logs.append(
                    RetentionStatus(plan, stream: stream.name, partition: partition))
            }
        }
    }
}
