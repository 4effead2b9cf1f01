import ModelRegistry
import Synchronization

/// What reconcilers share, without Redis.
final class MemoryReconcilerStore: ReconcilerStore {
    private struct State {
        var record = ReconcilerRecord()
        var holder: String?
        var saves = 0
        var refusals = 0
        /// Who held it whenever it was read.
        var readers: Set<String?> = []
        var everNoted: Set<ModelVersionName> = []
    }

    private let state = Mutex(State())

    init(mark: Int64? = nil) { state.withLock { $0.record.mark = mark } }

    var record: ReconcilerRecord { state.withLock { $0.record } }
    var saves: Int { state.withLock { $0.saves } }
    var holder: String? { state.withLock { $0.holder } }
    var refusals: Int { state.withLock { $0.refusals } }
    var readers: Set<String?> { state.withLock { $0.readers } }
    var everNoted: Set<ModelVersionName> { state.withLock { $0.everNoted } }

    func hold(_ instance: String, for time: Duration) async throws -> Bool {
        state.withLock { state in
            if state.holder == nil { state.holder = instance }
            if state.holder != instance { state.refusals += 1 }
            return state.holder == instance
        }
    }

    func release(_ instance: String) async { state.withLock { if $0.holder == instance { $0.holder = nil } } }

    func load() async throws -> ReconcilerRecord {
        state.withLock { state in
            state.readers.insert(state.holder)
            return state.record
        }
    }

    func save(mark: Int64, _ changes: UnfinishedVersions.Changes) async throws {
        state.withLock { state in
            state.saves += 1
            state.record.mark = mark
            for (name, note) in changes.written { state.record.unfinished[name] = note }
            for name in changes.removed { state.record.unfinished[name] = nil }
            state.everNoted.formUnion(changes.written.keys)
        }
    }
}
