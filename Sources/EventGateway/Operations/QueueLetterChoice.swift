import EventBus

/// Which entries of a dead list a request is about: those that it names, or all.
struct QueueLetterChoice: Sendable, Hashable {
    /// The ids that are named; `nil` where every entry is meant.
    private let ids: Set<String>?
    /// Those of them that were not met.
    private var missing: Set<String>

    /// Takes ids; `nil` means every entry.
    init(ids: [String]?) {
        self.ids = ids.map { Set($0) }
        missing = self.ids ?? []
    }

    /// Reads what a body chooses.
    ///
    /// - Throws: ``Problem`` where it can't be.
    init(_ body: ActBody) throws(Problem) { self.init(ids: try body.texts("ids")) }

    /// How many ids belong to no entry that was met.
    var gone: Int { missing.count }

    /// Meets an entry; whether it is meant.
    mutating func takes(_ id: String) -> Bool {
        guard let ids else { return true }
        missing.remove(id)
        return ids.contains(id)
    }
}
