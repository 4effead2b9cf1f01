import EventBus
import RedisClient
import Synchronization

@testable import RedisEventBus

/// A lease that stands until a test takes it away.
final class StandingLease: PartitionLease {
    let key: String
    private let state: Mutex<(epoch: UInt64, isHeld: Bool, noted: StreamPosition?)>

    /// Takes the lease of a test's group.
    init(_ test: TestBus, group: String = "g", epoch: UInt64 = 1) async throws {
        key = "test:{parcels:0}:lease:\(group)"
        state = Mutex((epoch, true, nil))
        try await test.client.command("HSET", key, "epoch", String(epoch))
    }

    var epoch: UInt64 { state.withLock { $0.epoch } }

    /// How far the group has come, as was noted last.
    var noted: StreamPosition? { state.withLock { $0.noted } }

    func note(position: StreamPosition) { state.withLock { $0.noted = position } }

    /// The next connection may not read.
    func refuseConnections() { state.withLock { $0.isHeld = false } }

    func admit(_ connection: RedisBlockingConnection) async throws(RedisError) -> Bool { state.withLock { $0.isHeld } }
}
