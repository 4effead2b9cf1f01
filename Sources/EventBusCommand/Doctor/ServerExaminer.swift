import EventBus
import Foundation
import RedisClient
import RedisEventBus

/// Asks a server everything that the doctor wants to know, with what an ordinary user may ask.
struct ServerExaminer {
    let client: RedisClient
    let layout: KeyLayout
    let streams: [StreamDeclaration]

    /// Asks the server.
    ///
    /// - Throws: ``RedisError`` where it does not answer, or this user may not even send `INFO`.
    func examine() async throws -> ServerExamination {
        let facts = try await ServerFacts.ask(client)
        let clock = ContinuousClock()
        let start = clock.now
        _ = try await client.command("PING")
        let latency = start.duration(to: clock.now)
        var logs: [ServerExamination.Log] = []
        for stream in streams {
            for partition in 0..<stream.partitions { logs.append(try await log(of: stream, partition)) }
        }
        return ServerExamination(
            facts: facts, fsync: try await ServerFacts.configuration("appendfsync", of: client),
            config: try await permission("CONFIG", "GET", "appendfsync"),
            // No client has this id: the right is asked for and nobody is disconnected.
            clientKill: try await permission("CLIENT", "KILL", "ID", "9223372036854775807"),
            scripts: try await permission("EVAL", "return 1", "0"),
            latency: latency, clockDifference: clockDifference(facts), logs: logs)
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
            key: key, name: "\(stream.name):\(partition)", type: type, entries: 0, deadLetters: 0, groups: [])
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
