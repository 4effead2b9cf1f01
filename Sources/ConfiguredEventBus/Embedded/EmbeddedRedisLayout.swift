/// Where the files of a private Redis lie.
struct EmbeddedRedisLayout: Sendable, Hashable {
    /// The absolute path of the folder.
    let folder: String
    /// The socket that the server listens on.
    let socket: String
    /// The folder outside of ``folder`` that holds the socket, where its path would be too long inside.
    let socketFolder: String?

    /// The longest path, in bytes, that a Unix socket can have on Linux (108) and macOS (104), with its final zero.
    static let longestSocketPath = 103

    /// Lays out the files.
    ///
    /// - Parameters:
    ///   - folder: The absolute path of the folder.
    ///   - temporaryFolder: Where a short path for the socket can be made.
    ///   - user: The number of the user, so that two users never share a path.
    init(folder: String, temporaryFolder: String, user: UInt32) {
        self.folder = folder
        let inside = folder + "/redis.sock"
        if inside.utf8.count <= Self.longestSocketPath {
            socket = inside
            socketFolder = nil
        } else {
            let short = temporaryFolder + "/eventbus-\(user)-" + String(Self.fingerprint(of: folder), radix: 16)
            socket = short + "/redis.sock"
            socketFolder = short
        }
    }

    /// Held locked for as long as a server lives in the folder.
    var lock: String { folder + "/lock" }
    /// A named pipe: the server lives for as long as somebody has it open for writing.
    var lifeline: String { folder + "/lifeline" }
    /// The server's configuration.
    var configuration: String { folder + "/redis.conf" }
    /// The server's log.
    var log: String { folder + "/redis.log" }
    /// The number of the server's process.
    var processFile: String { folder + "/redis.pid" }

    /// The text of `redis.conf`: no TCP port, an append-only file written every second, nothing evicted.
    var configurationText: String {
        let lines: [(String, String)] = [
            ("port", "0"),
            ("unixsocket", Self.quoted(socket)),
            ("unixsocketperm", "700"),
            ("dir", Self.quoted(folder)),
            ("daemonize", "no"),
            ("pidfile", Self.quoted(processFile)),
            ("logfile", Self.quoted(log)),
            ("appendonly", "yes"),
            ("appendfsync", "everysec"),
            ("aof-load-truncated", "no"),
            ("save", "\"\""),
            ("maxmemory-policy", "noeviction"),
        ]
        return lines.map { $0 + " " + $1 + "\n" }.joined()
    }

    private static func quoted(_ path: String) -> String {
        var text = "\""
        for scalar in path.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { text.unicodeScalars.append("\\") }
            text.unicodeScalars.append(scalar)
        }
        return text + "\""
    }

    /// FNV-1a over 64 bits, <http://www.isthe.com/chongo/tech/comp/fnv/>: stable between runs, unlike `Hasher`.
    private static func fingerprint(of text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
