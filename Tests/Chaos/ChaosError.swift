/// Why the harness could not do its work; what the product did wrong is a `Violation`.
enum ChaosError: Error, Sendable, CustomStringConvertible {
    case file(String, errno: Int32)
    case unreadableFact(String, String)
    case cannotStart(String, errno: Int32)
    case noPipe(errno: Int32)
    case serverSilent
    case limit(Duration)

    /// The exit status of a role that could not write down what it did.
    static let ledgerLost: Int32 = 74

    var description: String {
        switch self {
        case .file(let path, let errno): "\(path) cannot be written (error \(errno)): is the disk full?"
        case .unreadableFact(let path, let line): "\(path) has a line that is no fact: “\(line)”"
        case .cannotStart(let name, let errno): "\(name) cannot be started (error \(errno))"
        case .noPipe(let errno): "no pipe for a role (error \(errno)): are too many files open?"
        case .serverSilent: "redis-server does not answer two minutes after it was started"
        case .limit(let limit):
            "the run did not end within \(limit.components.seconds) s: raise --limit, or ask for less"
        }
    }
}
