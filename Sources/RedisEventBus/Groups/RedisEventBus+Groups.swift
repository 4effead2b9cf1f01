public import EventBus
public import RedisClient

extension RedisEventBus {
    /// The names of a stream's groups: those that the catalogue declares, the router's where anything is routed, and those
    /// that the server has beside them.
    ///
    /// - Throws: `RedisError` where there is no answer.
    public func groups(of stream: StreamDeclaration) async throws(RedisError) -> [String] {
        let names = expectedGroups(of: stream)
        var commands = RedisCommands()
        for partition in 0..<stream.partitions {
            commands.append("XINFO", "GROUPS", layout.log(stream.name, partition))
        }
        var found: Set<String> = []
        // No log yet, or no right to ask: then there is nothing to add.
        for reply in try await client.send(commands) where reply.error == nil {
            for group in reply { if let name = group.count > 1 ? group[1].string : nil { found.insert(name) } }
        }
        return names + found.subtracting(names).sorted()
    }

    /// The groups that read a stream by the catalogue: those that it declares, and the router's where anything is routed.
    package func expectedGroups(of stream: StreamDeclaration) -> [String] {
        let declared = stream.groups.map(\.name)
        return declared + (hasRoutes(stream) && !declared.contains(Router.group) ? [Router.group] : [])
    }

    /// How a group of a stream is doing; one that nobody has read as yet is shown as not existing.
    ///
    /// - Throws: `RedisError` where there is no answer, or this user may not read the keys.
    public func status(group: String, of stream: StreamDeclaration) async throws(RedisError) -> GroupStatus {
        try await GroupExamination(client: client, layout: layout, stream: stream, group: group).run()
    }

    /// The paused groups of a stream, by name.
    ///
    /// - Throws: `RedisError` where there is no answer.
    public func pausedGroups(of stream: StreamDeclaration) async throws(RedisError) -> [String: GroupPause] {
        let groups = try await groups(of: stream)
        var commands = RedisCommands()
        for group in groups { commands.append("HGETALL", layout.pause(stream.name, 0, group: group)) }
        var paused: [String: GroupPause] = [:]
        for (group, reply) in zip(groups, try await client.send(commands)) {
            paused[group] = GroupPause(fields: try reply.get())
        }
        return paused
    }
}
