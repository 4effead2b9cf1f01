import ModelRegistry
import Synchronization

/// What reconcilers share, without Redis.
final class MemoryReconcilerStore: ReconcilerStore {
    private let state = Mutex((record: ReconcilerRecord(), holder: String?.none, saves: 0))

    init(mark: Int64? = nil) { state.withLock { $0.record.mark = mark } }

    var record: ReconcilerRecord { state.withLock { $0.record } }
    var saves: Int { state.withLock { $0.saves } }
    var holder: String? { state.withLock { $0.holder } }

    func hold(_ instance: String, for time: Duration) async throws -> Bool {
        state.withLock { state in
            if state.holder == nil { state.holder = instance }
            return state.holder == instance
        }
    }

    func release(_ instance: String) async { state.withLock { if $0.holder == instance { $0.holder = nil } } }

    func load() async throws -> ReconcilerRecord { record }

    func save(mark: Int64, _ changes: UnfinishedVersions.Changes) async throws {
        state.withLock { state in
            state.saves += 1
            state.record.mark = mark
            for (name, note) in changes.written { state.record.unfinished[name] = note }
            for name in changes.removed { state.record.unfinished[name] = nil }
        }
    }
}
