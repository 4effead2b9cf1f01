/// Why the private Redis cannot be used.
public enum EmbeddedRedisError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Neither `redis-server` nor `valkey-server` is on the path.
    case notInstalled
    /// The folder, or a file in it, cannot be made or opened; `errno` and what was tried.
    case folderUnusable(path: String, errorNumber: Int32)
    /// The folder for the socket belongs to somebody else, or others may write to it.
    case socketFolderUnsafe(path: String)
    /// The server ended before it answered; the end of its log tells why.
    case serverEnded(status: Int32, log: String)
    /// The server did not answer in time.
    case noAnswer(path: String, seconds: Int)
    /// The task that waited for the server was cancelled.
    case cancelled

    /// What happened and what to do about it.
    public var description: String {
        switch self {
        case .notInstalled:
            """
            No redis-server was found on the PATH. Install it: `sudo apt-get install redis-server` on Debian and \
            Ubuntu, `brew install redis` on macOS; or name a Redis that runs already with REDIS_URL.
            """
        case .folderUnusable(let path, let number):
            "The private Redis cannot use \(path): \(SystemFailure.text(number)). Make it writable, or choose another folder with EVENTBUS_EMBEDDED_FOLDER."
        case .socketFolderUnsafe(let path):
            "The folder \(path) for the socket of the private Redis belongs to another user. Remove it, or choose a shorter EVENTBUS_EMBEDDED_FOLDER so that the socket fits inside it."
        case .serverEnded(let status, let log):
            "The private Redis ended with status \(status) before it answered. Its log ends with:\n\(log)"
        case .noAnswer(let path, let seconds):
            "The private Redis at \(path) did not answer within \(seconds) s. Look at redis.log beside it; if an old server hangs, end it and try again."
        case .cancelled:
            "The start of the private Redis was cancelled."
        }
    }
}
