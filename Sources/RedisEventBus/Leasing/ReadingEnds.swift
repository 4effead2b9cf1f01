import Synchronization

/// Which readings have ended since a keeper last looked, and how; rings the keeper's bell.
final class ReadingEnds: Sendable {
    private struct State {
        var partitions: Set<Int> = []
        var hasFailed = false
    }

    private let bell: Bell
    private let state = Mutex(State())

    init(bell: Bell) {
        self.bell = bell
    }

    /// A reading has ended.
    func add(_ partition: Int) {
        state.withLock { _ = $0.partitions.insert(partition) }
        bell.ring()
    }

    /// A reading has ended with an error that ends the keeper.
    func fail() { state.withLock { $0.hasFailed = true } }

    /// Whether one has.
    var hasFailed: Bool { state.withLock { $0.hasFailed } }

    /// The partitions whose readings have ended, each told once.
    func take() -> Set<Int> {
        state.withLock { state in
            defer { state.partitions = [] }
            return state.partitions
        }
    }
}
