/// Where reconcilers keep how far they have come, and agree on which of them works.
package protocol ReconcilerStore: Sendable {
    /// Takes or keeps the right to reconcile; `false` where another process has it.
    ///
    /// Two who both believe to have it do no harm, only work twice: the history of a version decides what is published.
    func hold(_ instance: String, for time: Duration) async throws -> Bool

    /// Gives the right up, so that another need not wait.
    func release(_ instance: String) async

    /// What was stored last.
    func load() async throws -> ReconcilerRecord

    /// Stores the notes, and then, in the same transaction, the mark.
    func save(mark: Int64, _ changes: UnfinishedVersions.Changes) async throws
}

/// How far reconcilers have come.
package struct ReconcilerRecord: Sendable, Hashable {
    /// Everything that MLflow changed up to then has been reviewed or noted, in milliseconds since 1970 by MLflow's clock; `nil`
    /// before the first time.
    package var mark: Int64?
    /// What is to be looked at again.
    package var unfinished: [ModelVersionName: UnfinishedVersion]

    /// States how far.
    package init(mark: Int64? = nil, unfinished: [ModelVersionName: UnfinishedVersion] = [:]) {
        self.mark = mark
        self.unfinished = unfinished
    }
}
