/// What is wrong with a Redis URL. Never holds a password.
public enum RedisConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is nothing in it.
    case empty
    /// The scheme is none of `redis`, `rediss`, `unix`.
    case unknownScheme(String)
    /// The host is missing or cannot be one.
    case invalidHost(String)
    /// The port is not a number from 1 to 65535.
    case invalidPort(String)
    /// The path of the Unix socket is missing or wrongly encoded.
    case invalidPath(String)
    /// The database is not a number.
    case invalidDatabase(String)
    /// User or password are wrongly percent-encoded.
    case invalidCredentials
    /// A query option that does not exist, or whose value is wrong.
    case invalidOption(String)

    /// The mistake, and what would be right.
    public var description: String {
        switch self {
        case .empty: "the Redis URL is empty"
        case .unknownScheme(let scheme):
            "'\(scheme)://' is no scheme for Redis: use redis://host:port, rediss://host:port (TLS) or unix:///path"
        case .invalidHost(let host): "'\(host)' is no host name"
        case .invalidPort(let port): "'\(port)' is no port: use a number from 1 to 65535"
        case .invalidPath(let path): "'\(path)' is no path of a Unix socket: use unix:///path/to/redis.sock"
        case .invalidDatabase(let text): "'\(text)' is no database: use a number from 0, as in redis://host/1"
        case .invalidCredentials: "user or password hold a '%' that starts no escape: write it as %25"
        case .invalidOption(let name): "'\(name)' is no option of a Redis URL: db and client_name are"
        }
    }
}
