import Synchronization

/// What handlers saw, in their order.
final class Seen: Sendable {
    private let list = Mutex<[String]>([])
    func add(_ text: String) { list.withLock { $0.append(text) } }
    var all: [String] { list.withLock { $0 } }
}

/// What a handler of these tests throws.
struct Refused: Error {}
