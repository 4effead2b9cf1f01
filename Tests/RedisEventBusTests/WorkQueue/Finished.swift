import Synchronization

/// What several workers of one process have finished, in the order in which they did.
final class Finished: Sendable {
    private let names = Mutex<[String]>([])

    func append(_ name: String) { names.withLock { $0.append(name) } }

    var all: [String] { names.withLock { $0 } }
}
