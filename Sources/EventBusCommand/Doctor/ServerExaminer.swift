import EventBus
import Foundation
import RedisClient
import RedisEventBus

/// Asks a server everything that the doctor wants to know, with what an ordinary user may ask.
struct ServerExaminer {
    let client: RedisClient
    let layout: KeyLayout
    let streams: [StreamDeclaration]
    let events: [EventDeclaration]

    /// Asks the server.
    ///
    /// - Throws: ``RedisError`` where it does not answer.
    func examine() async throws -> ServerExamination {
        var commands = RedisCommands()
        commands.append("INFO")
        let info = try await client.reply(to: commands)
        let facts = ServerFacts(info: info.string ?? "")
        // At once: what is asked after this takes its time.
        let clockDifference = clockDifference(facts)
        let clock = ContinuousClock()
        let start = clock.now
        commands.removeAll()
        commands.append("PING")
        _ = try await client.reply(to: commands)
        let latency = start.duration(to: clock.now)
        var logs: [ServerExamination.Log] = []
        for stream in streams {
            for partition in 0..<stream.partitions { logs.append(try await log(of: stream, partition)) }
        }
        return ServerExamination(
            facts: facts, info: info.error.map { .denied($0.code) } ?? .allowed, rights: try await rights(),
            fsync: try await ServerFacts.configuration("appendfsync", of: client),
            loadTruncated: try await ServerFacts.configuration("aof-load-truncated", of: client),
            config: try await permission("CONFIG", "GET", "appendfsync"),
            // No client has this id: the right is asked for and nobody is disconnected.
            clientKill: try await permission("CLIENT", "KILL", "ID", "9223372036854775807"),
            scripts: try await permission("EVAL", "return 1", "0"),
            latency: latency, clockDifference: clockDifference, logs: logs)
    }

    /// What this user may do in each role; `nil` where it may not ask.
    private func rights() async throws -> [ServerExamination.RoleRights]? {
        var commands = RedisCommands()
        commands.append("ACL", "WHOAMI")
        guard let user = try await client.reply(to: commands).string else { return nil }
        let needed = NeededRights.all(layout: layout, streams: streams, events: events)
        commands.removeAll()
        for right in needed { commands.append("ACL", ["DRYRUN", user] + right.command) }
        var rights: [ServerExamination.RoleRights] = []
        for (right, reply) in zip(needed, try await client.send(commands)) {
            // Servers that may not be asked, or are older than 7.0.
            guard reply.error == nil else { return nil }
            if rights.last?.role != right.role { rights.append(.init(role: right.role, missing: [])) }
            if let refusal = reply.string, !reply.isOK { rights[rights.count - 1].missing.append(refusal) }
        }
        return rights
    }

    private func permission(_ name: String, _ arguments: String...) async throws -> ServerExamination.Permission {
        var commands = RedisCommands()
        commands.append(name, arguments)
        let reply = try await client.reply(to: commands)
        guard let error = reply.error else { return .allowed }
        // Managed servers remove commands altogether instead of denying them.
        let words = error.description.lowercased()
        return words.contains("noperm") || words.contains("unknown command") ? .denied(error.code) : .allowed
    }

    private func clockDifference(_ facts: ServerFacts) -> Duration {
        guard let server = facts["server_time_usec"].flatMap({ Int64($0) }) else { return .zero }
        return .microseconds(server - Int64(Date().timeIntervalSince1970 * 1_000_000))
    }

    private func log(of stream: StreamDeclaration, _ partition: Int) async throws -> ServerExamination.Log {
        let key = layout.log(stream.name, partition)
        let type = try await client.command("TYPE", key).string ?? "none"
        var log = ServerExamination.Log(
            key: key, stream: stream.name, name: "\(stream.name):\(partition)", type: type, entries: 0, deadLetters: 0,
            groups: [])
        guard type == "stream" else { return log }
        log.entries = try await client.command("XLEN", key).integer ?? 0
        log.deadLetters = (try? await client.command("XLEN", layout.dead(stream.name, partition)).integer) ?? 0
        for group in try await client.command("XINFO", "GROUPS", key) {
            var fields: [String: RedisReply] = [:]
            for index in stride(from: 0, to: group.count - 1, by: 2) {
                fields[group[index].string ?? ""] = group[index + 1]
            }
            log.groups.append(
                ServerExamination.Group(
                    name: fields["name"]?.string ?? "?", pending: fields["pending"]?.integer ?? 0,
                    lag: fields["lag"]?.integer))
        }
        return log
    }
}
