import EventBus
import Synchronization

/// The deliveries that their handlers acknowledge themselves: that they are not pending any more is no loss.
///
/// A thing of its own, since deliveries lead to it and the queue holds deliveries.
final class HandlerSettlements: Sendable {
    private let positions = Mutex<Set<StreamPosition>>([])
    /// Whether there may be any, so that a queue need not take a second lock for each delivery.
    private let isUsed = Atomic(false)

    /// A handler is about to acknowledge its delivery.
    ///
    /// - Returns: Whether it is the first time.
    func begin(_ position: StreamPosition) -> Bool {
        isUsed.store(true, ordering: .releasing)
        return positions.withLock { $0.insert(position).inserted }
    }

    /// A delivery is done with, or its handler could not acknowledge it.
    func end(_ position: StreamPosition) {
        guard isUsed.load(ordering: .acquiring) else { return }
        positions.withLock { _ = $0.remove(position) }
    }

    /// All of them.
    var all: Set<StreamPosition> { positions.withLock { $0 } }
}
