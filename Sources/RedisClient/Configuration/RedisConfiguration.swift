/// Where a Redis server is and how to talk to it. Its description never shows a password.
public struct RedisConfiguration: Sendable, CustomStringConvertible {
    /// Where the server listens.
    public enum Address: Sendable, Hashable, CustomStringConvertible {
        /// A host name or IP address, and a port.
        case tcp(host: String, port: Int)
        /// The path of a Unix socket.
        case unixSocket(path: String)

        /// `host:port`, or the path.
        public var description: String {
            switch self {
            case .tcp(let host, let port):
                host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
            case .unixSocket(let path): path
            }
        }
    }

    /// Where the server listens.
    public var address: Address
    /// How to protect the connection; `nil` for plain text.
    public var tls: RedisTLS?
    /// The ACL user; `nil` for the default user.
    public var username: String?
    /// The password; `nil` to send no `AUTH`.
    public var password: String?
    /// The database number.
    public var database = 0
    /// The name that `CLIENT LIST` shows; `nil` for none.
    public var clientName: String?
    /// How long a connection may take to be made, handshake included.
    public var connectTimeout: Duration = .seconds(5)
    /// How long a command may wait for its reply, waiting for room and for a connection included.
    public var commandTimeout: Duration = .seconds(10)
    /// How many commands may be on their way before callers are suspended.
    public var maximumInFlightCommands = 16_384
    /// How many bytes of commands may be on their way before callers are suspended.
    public var maximumInFlightBytes = 16 * 1_024 * 1_024
    /// How long to wait before connecting again.
    public var reconnectBackoff = RedisBackoff()
    /// When to leave a failing server alone.
    public var circuitBreaker = RedisCircuitBreakerPolicy()

    /// Makes a configuration with the default limits.
    ///
    /// - Parameter address: Where the server listens.
    public init(address: Address) {
        self.address = address
    }

    /// Reads `redis://[user[:password]@]host[:port][/database]`, `rediss://…` (TLS), or `unix:///path[?db=1]`.
    ///
    /// Without a scheme it is `redis://`. User and password are percent-decoded; `redis://:secret@host` has no user.
    ///
    /// - Throws: ``RedisConfigurationError``, which never shows a password.
    public init(url: String) throws(RedisConfigurationError) {
        self = try RedisURL.configuration(of: url)
    }

    /// The address with scheme, user and database, and without the password.
    public var description: String {
        let user = username ?? ""
        let credentials = username == nil && password == nil ? "" : user + (password == nil ? "@" : ":***@")
        switch address {
        case .tcp: return "\(tls == nil ? "redis" : "rediss")://\(credentials)\(address)/\(database)"
        case .unixSocket: return "unix://\(credentials)\(address)?db=\(database)"
        }
    }
}

extension RedisConfiguration: CustomReflectable {
    /// Shows the description alone, so that dumping the value does not show the password.
    public var customMirror: Mirror { Mirror(self, children: ["redis": description]) }
}
