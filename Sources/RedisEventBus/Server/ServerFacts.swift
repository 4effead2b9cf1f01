public import EventBus

/// What a Redis server says of itself in `INFO`: all that the bus needs to judge it, and open to every ACL user.
public struct ServerFacts: Sendable, Hashable {
    private let values: [String: String]

    /// Reads the reply of `INFO`; lines it does not know are kept.
    public init(info: String) {
        var values: [String: String] = [:]
        for line in info.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            values[String(line[..<colon])] = String(line[line.index(after: colon)...])
        }
        self.values = values
    }

    /// The value of a line, e.g. `used_memory`.
    public subscript(name: String) -> String? { values[name] }

    /// The server's version, e.g. 7.0.15; a Valkey server says which Redis it is like.
    public var version: String { values["valkey_version"] ?? values["redis_version"] ?? "unknown" }

    /// The identity of this run of the server: it changes with each restart.
    public var runID: String? { values["run_id"] }

    /// Whether the server takes writes.
    public var isPrimary: Bool { values["role"] == "master" }

    /// Whether the server is reading its data from disk and refuses commands until it is done.
    public var isLoading: Bool { values["loading"] == "1" }

    /// The limit of memory in bytes; `nil` where there is none.
    public var memoryLimit: UInt64? { values["maxmemory"].flatMap { UInt64($0) }.flatMap { $0 == 0 ? nil : $0 } }

    /// What the server does at the limit, e.g. `noeviction`.
    public var evictionPolicy: String { values["maxmemory_policy"] ?? "unknown" }

    /// Whether every write goes to an append-only file.
    public var hasAppendOnlyFile: Bool { values["aof_enabled"] == "1" }

    /// How safe an append on this server is. `INFO` does not tell how often the file is synced: `fsync` is the server's
    /// `appendfsync` where `CONFIG GET` is allowed, else `nil`.
    public func durability(fsync: String?) -> Durability {
        guard hasAppendOnlyFile else { return .memory }
        switch fsync {
        case "always": return .fsyncAlways
        case "everysec": return .fsyncEverySecond
        case "no": return .memory
        default: return .attested
        }
    }

    /// Whether the version is at least the given one.
    public func isAtLeast(major: Int, minor: Int) -> Bool {
        let parts = version.split(separator: ".").prefix(2).compactMap { Int($0) }
        guard parts.count == 2 else { return false }
        return (parts[0], parts[1]) >= (major, minor)
    }
}
