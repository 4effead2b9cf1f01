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

    /// Pauses a group: within about a second its consumers stop reading, finish what runs, and wait until it is resumed,
    /// over restarts too. What had not begun stays pending. The router is paused as the group ``Router/group``.
    ///
    /// Pausing a group that is paused changes who did so and why.
    ///
    /// - Parameters:
    ///   - group: The group's name.
    ///   - stream: Its stream.
    ///   - reason: Why, for whoever looks.
    ///   - who: Who pauses it, for whoever looks.
    /// - Throws: `RedisError`; some partitions may be paused then: do it again.
    public func pause(
        group: String, of stream: StreamDeclaration, reason: String = "", by who: String
    ) async throws(RedisError) {
        let since = Timestamp.now.description
        var commands = RedisCommands()
        for partition in 0..<stream.partitions {
            commands.append(
                "HSET", layout.pause(stream.name, partition, group: group), "by", who, "since", since, "reason", reason)
        }
        for reply in try await client.send(commands) { _ = try reply.get() }
    }

    /// Lets a paused group go on, within about a second and where it was.
    ///
    /// - Returns: Whether it was paused.
    /// - Throws: `RedisError`; some partitions may still be paused then: do it again.
    @discardableResult
    public func resume(group: String, of stream: StreamDeclaration) async throws(RedisError) -> Bool {
        var commands = RedisCommands()
        for partition in 0..<stream.partitions {
            commands.append("DEL", layout.pause(stream.name, partition, group: group))
        }
        var wasPaused = false
        for reply in try await client.send(commands) { if try reply.get().integer == 1 { wasPaused = true } }
        return wasPaused
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
