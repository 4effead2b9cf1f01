import NIOCore
import Synchronization

/// What a proxy has been told to do wrong, and what it carries. Changed on the event loop only.
final class ProxyFaults: Sendable {
    private struct State: Sendable {
        var cut: (direction: FaultProxy.Direction, afterBytes: Int)?
        var delay = TimeAmount.zero
        var isRefusing = false
        var connections: [ProxiedConnection] = []
        var connectionCount = 0
        var byteCounts: [FaultProxy.Direction: Int] = [:]
    }

    private let state = Mutex(State())

    var connections: [ProxiedConnection] { state.withLock(\.connections) }
    var connectionCount: Int { state.withLock(\.connectionCount) }
    var isRefusing: Bool { state.withLock(\.isRefusing) }
    var delay: TimeAmount { state.withLock(\.delay) }

    func byteCount(_ direction: FaultProxy.Direction) -> Int { state.withLock { $0.byteCounts[direction, default: 0] } }

    func arm(_ direction: FaultProxy.Direction, _ count: Int) { state.withLock { $0.cut = (direction, count) } }

    func disarm() { state.withLock { $0.cut = nil } }

    func delay(_ delay: TimeAmount) { state.withLock { $0.delay = delay } }

    func setRefusing(_ isRefusing: Bool) { state.withLock { $0.isRefusing = isRefusing } }

    /// The bytes after which to cut, for the first who asks.
    func takeCut(_ direction: FaultProxy.Direction) -> Int? {
        state.withLock { state in
            guard let cut = state.cut, cut.direction == direction else { return nil }
            state.cut = nil
            return cut.afterBytes
        }
    }

    func count(_ bytes: Int, _ direction: FaultProxy.Direction) {
        state.withLock { $0.byteCounts[direction, default: 0] += bytes }
    }

    func add(_ connection: ProxiedConnection) {
        state.withLock { state in
            state.connections.append(connection)
            state.connectionCount += 1
        }
    }

    func remove(_ connection: ProxiedConnection) {
        state.withLock { state in state.connections.removeAll { $0 === connection } }
    }
}
