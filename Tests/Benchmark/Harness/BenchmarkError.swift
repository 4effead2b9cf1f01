/// Why the benchmark could not be run.
enum BenchmarkError: Error, Sendable, CustomStringConvertible {
    /// The raw connection failed, or the server answered with an error.
    case redis(String)
    /// A program could not be started, or failed.
    case program(String, String)
    /// What was measured is not what should have happened.
    case unexpected(String)

    var description: String {
        switch self {
        case .redis(let message): "Redis: \(message)"
        case .program(let name, let message): "\(name): \(message)"
        case .unexpected(let message): message
        }
    }
}
