import Foundation
import RedisClient
import TestSupport
import Testing

@testable import EventBusCommand

/// A Redis that takes its users from config/redis-acl.conf, with a password for each.
struct RoleServer {
    let server: TestRedisServer
    private let folder: TemporaryFolder

    /// Starts it, with the users of that file or of another.
    init(users file: String? = nil) async throws {
        folder = try TemporaryFolder()
        let users =
            try (file ?? String(contentsOfFile: CommandBench.root + "/config/redis-acl.conf", encoding: .utf8))
            .replacing(/(?m)^user (\w+) on/) { "user \($0.1) on >pw" }
        let file = try folder.write(users + "user admin on >admin ~* &* +@all\n", to: "users.acl")
        server = try await TestRedisServer(configuration: ["aclfile \(file)", "appendonly yes"])
    }

    /// The address, with the name of a role.
    func url(_ role: String) -> String { "unix://\(role):pw@\(server.socketPath)" }

    /// A command line that logs in as a role.
    func bench(_ role: String) -> CommandBench { .on(url(role)) }

    /// A connection of a role.
    func client(_ role: String) throws -> RedisClient {
        RedisClient(configuration: try RedisConfiguration(url: url(role)))
    }

    /// What the server answers to a command of a role, as text.
    func ask(_ role: String, _ line: String) -> String {
        let answer = server.ask(line, password: "\(role) \(role == "admin" ? "admin" : "pw")")
        return answer.hasPrefix("+OK\r\n") ? String(answer.dropFirst("+OK\r\n".count)) : answer
    }

    /// What was refused, as `user command`; asking for the append-only file's settings is refused to all, and nobody needs it.
    func refused() async throws -> [String] {
        let admin = RedisClient(configuration: try RedisConfiguration(url: "unix://admin:admin@\(server.socketPath)"))
        var refused: [String] = []
        for entry in try await admin.command("ACL", "LOG", "128") {
            var fields: [String: String] = [:]
            for place in stride(from: 0, to: entry.count - 1, by: 2) {
                fields[entry[place].string ?? ""] = entry[place + 1].string ?? ""
            }
            let what = "\(fields["username"] ?? "") \(fields["object"] ?? "") (\(fields["context"] ?? ""))"
            if fields["object"] != "config|get" { refused.append(what) }
        }
        await admin.close()
        return refused
    }
}
