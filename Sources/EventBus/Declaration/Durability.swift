/// How safe an appended event is when `publish` returns.
public enum Durability: Sendable, Hashable, CustomStringConvertible {
    /// In the server's memory only: a crash loses it.
    case memory
    /// In the append-only file, synced once a second: a crash of the process loses nothing, of the machine up to 2 s.
    case fsyncEverySecond
    /// Synced to disk before the reply.
    case fsyncAlways
    /// Confirmed by this many replicas.
    case replicas(Int)
    /// A managed server that does not say; the operator vouches for it.
    case attested

    /// The catalogue's word for it.
    public var description: String {
        switch self {
        case .memory: "memory"
        case .fsyncEverySecond: "fsync_every_second"
        case .fsyncAlways: "fsync_always"
        case .replicas(let count): "replicas(\(count))"
        case .attested: "attested"
        }
    }
}
