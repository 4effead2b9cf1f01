import EventBus
import RedisClient

/// Asks the server how a group is doing.
struct GroupExamination: Sendable {
    let client: RedisClient
    let layout: KeyLayout
    let stream: StreamDeclaration
    let group: String

    private var order: DeliveryOrder { stream.groups.first { $0.name == group }?.order ?? .aggregate }

    /// Everything, in three round trips at most. What this user may not ask is left out.
    func run() async throws(RedisError) -> GroupStatus {
        var commands = RedisCommands()
        for partition in 0..<stream.partitions {
            let keys = LeaseKeys(layout, stream: stream.name, partition: partition, group: group)
            Self.ask(keys, group: group, in: &commands)
            commands.append("XINFO", "GROUPS", keys.log)
        }
        var replies = try await client.send(commands)[...]
        var partitions: [GroupStatus.Partition] = []
        var leases: [[LeaseRecord]] = []
        for partition in 0..<stream.partitions {
            let own = replies.prefix(Self.questions)
            replies = replies.dropFirst(Self.questions)
            let (status, lease) = try Self.read(
                Array(own), groups: replies.first, partition: partition, group: group)
            replies = replies.dropFirst()
            partitions.append(status)
            leases.append([lease].compactMap { $0 })
        }
        if order == .none { leases = try await leasesByName(partitions) }
        let connected = try await connected(leases.joined().compactMap(\.link))
        for partition in partitions.indices {
            partitions[partition].holders = leases[partition].compactMap { Self.holder($0, connected: connected) }
        }
        return GroupStatus(stream: stream.name, group: group, order: order, partitions: partitions)
    }

    /// How many questions ``ask(_:group:in:)`` asks.
    static let questions = 5

    /// Asks for everything that is kept of a group in one partition, but for what `XINFO GROUPS` tells of all groups.
    static func ask(_ keys: LeaseKeys, group: String, in commands: inout RedisCommands) {
        commands.append("HGETALL", keys.lease)
        commands.append("HGETALL", keys.members)
        commands.append("HGETALL", keys.pause)
        commands.append("GET", keys.position)
        commands.append("XINFO", "CONSUMERS", keys.log, group)
    }

    /// Reads the replies to ``ask(_:group:in:)``, and that of `XINFO GROUPS`.
    ///
    /// - Throws: `RedisError` for a key of another type, or where this user may not read one.
    static func read(
        _ replies: [RedisReply], groups: RedisReply?, partition: Int, group: String
    ) throws(RedisError) -> (GroupStatus.Partition, LeaseRecord?) {
        var status = GroupStatus.Partition(partition: partition)
        status.members = Set(MemberRecord.all(try replies[1].get()).map(\.consumer)).sorted()
        status.pause = GroupPause(fields: try replies[2].get())
        status.position = try replies[3].get().streamID.map { StreamPosition($0) }
        if let groups, groups.error == nil {
            for info in groups {
                let fields = info.table
                guard fields["name"]?.string == group else { continue }
                status.exists = true
                status.lastDelivered = fields["last-delivered-id"]?.streamID.map { StreamPosition($0) }
                status.lag = fields["lag"]?.integer.map { Int($0) }
            }
        }
        for info in replies[4] where replies[4].error == nil {
            let fields = info.table
            guard let name = fields["name"]?.string, let pending = fields["pending"]?.integer else { continue }
            status.consumers.append(
                GroupStatus.Consumer(
                    name: name, pending: Int(pending), idle: .milliseconds(fields["idle"]?.integer ?? 0)))
        }
        return (status, LeaseRecord(fields: try replies[0].get()))
    }

    private func leasesByName(_ partitions: [GroupStatus.Partition]) async throws(RedisError) -> [[LeaseRecord]] {
        var commands = RedisCommands()
        for partition in partitions {
            for consumer in partition.members {
                commands.append(
                    "HGETALL", layout.lease(stream.name, partition.partition, group: group, consumer: consumer))
            }
        }
        var replies = try await client.send(commands)[...]
        var leases: [[LeaseRecord]] = []
        for partition in partitions {
            leases.append(replies.prefix(partition.members.count).compactMap { LeaseRecord(fields: $0) })
            replies = replies.dropFirst(partition.members.count)
        }
        return leases
    }

    /// Which of these connections are there; `nil` where this user may not ask.
    private func connected(_ links: [ServerConnection]) async throws(RedisError) -> Set<ServerConnection>? {
        guard !links.isEmpty else { return [] }
        var commands = RedisCommands()
        commands.append("INFO", "server")
        commands.append("CLIENT", ["LIST", "ID"] + links.map { String($0.id) })
        let replies = try await client.send(commands)
        guard let run = replies[0].string.flatMap({ ServerFacts(info: $0).runID }),
            let list = replies[1].string
        else { return nil }
        let known = ServerConnection.ids(inClientList: list)
        return Set(links.filter { $0.run == run && known.contains($0.id) })
    }

    /// Who holds a lease, and whether its connection is among those that are there; `nil` for a lease that was given up.
    static func holder(_ lease: LeaseRecord, connected: Set<ServerConnection>?) -> GroupStatus.Holder? {
        guard let instance = lease.holder else { return nil }
        return GroupStatus.Holder(
            instance: instance, consumer: lease.consumer, epoch: lease.epoch, beat: lease.beat,
            isConnected: lease.link.flatMap { link in connected.map { $0.contains(link) } },
            connection: lease.link?.id)
    }
}

extension RedisReply {
    /// The pairs of a flat list of names and values of any kind.
    fileprivate var table: [String: RedisReply] {
        var table: [String: RedisReply] = [:]
        var rest = makeIterator()
        while let name = rest.next()?.string, let value = rest.next() { table[name] = value }
        return table
    }
}
