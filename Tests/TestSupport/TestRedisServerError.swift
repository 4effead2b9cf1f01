/// Why a private `redis-server` could not be had.
public enum TestRedisServerError: Error, Sendable {
    /// The executable could not be run; `errno` says why (2: not installed).
    case cannotRun(String, errno: Int32)
    /// It ended, or did not answer in time; `log` is what it wrote.
    case didNotStart(log: String)
    /// No loopback port could be bound.
    case noFreePort
}
