import EventBus
import Synchronization

/// The entries that a router has read and not yet committed, so that a read of what is pending passes them over.
final class HeldPositions: Sendable {
    private let batches = Mutex<[StreamPosition: [LogEntry]]>([:])

    /// All of them.
    var all: Set<StreamPosition> {
        batches.withLock { Set($0.values.joined().map(\.position)) }
    }

    /// A batch was read. A batch is known by its first position.
    func insert(_ batch: [LogEntry]) {
        guard let first = batch.first else { return }
        batches.withLock { $0[first.position] = batch }
    }

    /// A batch was committed.
    func remove(_ batch: [LogEntry]) {
        guard let first = batch.first else { return }
        batches.withLock { _ = $0.removeValue(forKey: first.position) }
    }
}
