/// A Lua script that runs on the server by its digest, so that its source travels only when the server lacks it.
///
/// The digest is the SHA-1 that `EVALSHA` asks for; it is computed once, when the value is made.
public struct RedisScript: Sendable, Hashable {
    /// What the script is called in errors and logs.
    public let name: String
    /// The Lua source.
    public let source: String
    /// The SHA-1 of the source in lower-case hexadecimal: how `EVALSHA` names it.
    public let sha: String

    /// Makes a script.
    ///
    /// - Parameters:
    ///   - name: What it is called in errors and logs.
    ///   - source: The Lua source; a first line `#!lua flags=allow-oom` sets flags (Redis 7.0).
    public init(name: String, source: String) {
        self.name = name
        self.source = source
        sha = SHA1.hexadecimalDigest(of: source)
    }

    /// Begins an `EVALSHA` of this script; `keys`, then `arguments` calls of `argument` must follow.
    ///
    /// Where it answers `NOSCRIPT` (``RedisReply/isMissingScript``), nothing has run: load the script with ``RedisClient/load(_:)``
    /// and send the command again, or use ``RedisClient/evaluate(_:keys:arguments:)``, which does so.
    ///
    /// - Parameters:
    ///   - commands: Where the command goes.
    ///   - keys: How many keys follow.
    ///   - arguments: How many arguments follow the keys.
    public func begin(in commands: inout RedisCommands, keys: Int, arguments: Int) {
        commands.begin("EVALSHA", arguments: 2 + keys + arguments)
        commands.argument(sha)
        commands.argument(keys)
    }

    /// Adds a whole `EVALSHA` of this script.
    public func append(to commands: inout RedisCommands, keys: [String], arguments: [String] = []) {
        begin(in: &commands, keys: keys.count, arguments: arguments.count)
        for key in keys { commands.argument(key) }
        for argument in arguments { commands.argument(argument) }
    }

    /// Two scripts are equal when their sources are.
    public static func == (one: RedisScript, other: RedisScript) -> Bool { one.sha == other.sha }

    /// Hashes the digest.
    public func hash(into hasher: inout Hasher) { hasher.combine(sha) }
}
