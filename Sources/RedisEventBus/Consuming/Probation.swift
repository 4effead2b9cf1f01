import EventBus

/// Deliveries that somebody else had in hand when it ended: one of them may have ended it.
///
/// They run one at a time, each charged before it runs, until one of them has completed and the server knows of it: should
/// the process die meanwhile, it is known which one it was, and its neighbours are charged nothing.
struct Probation {
    /// Taken over and not yet completed.
    private(set) var suspects: Set<StreamPosition> = []
    /// Suspects that run: several, where they began before others were taken over.
    private var running: Set<StreamPosition> = []
    /// The one that runs, or has run and whose outcome the server has yet to take.
    private(set) var charged: StreamPosition?
    /// Whether suspects run one at a time.
    private(set) var isActive = false

    /// Takes in deliveries that were taken over.
    mutating func suspect(_ positions: some Sequence<StreamPosition>) {
        let before = suspects.count
        suspects.formUnion(positions)
        if suspects.count > before { isActive = true }
    }

    /// Where in the order of beginning a ready delivery stands: those that nobody suspects first, in order of arrival,
    /// then, if none runs, the suspect that comes first in the log; `nil` for those that may not begin yet.
    func rank(_ position: StreamPosition) -> StreamPosition? {
        guard suspects.contains(position) else { return .beginning }
        return charged == nil && running.isEmpty ? position : nil
    }

    /// A delivery begins.
    ///
    /// - Returns: Whether it is to be charged first.
    mutating func begin(_ position: StreamPosition) -> Bool {
        guard suspects.contains(position) else { return false }
        running.insert(position)
        guard isActive else { return false }
        charged = position
        return true
    }

    /// A delivery ran and the process is alive.
    ///
    /// - Returns: Whether it was a suspect: its acknowledgement should not wait then, so that each start gets further
    ///   than the one before.
    mutating func complete(_ position: StreamPosition) -> Bool {
        running.remove(position)
        return suspects.remove(position) != nil
    }

    /// The server has taken the outcome of deliveries: a death from now on is none of theirs.
    mutating func settle(_ positions: some Sequence<StreamPosition>) {
        guard let charged, !suspects.contains(charged), positions.contains(charged) else { return }
        end()
    }

    /// A delivery is gone without having run to its end.
    mutating func forget(_ position: StreamPosition) {
        if charged == position { charged = nil }
        running.remove(position)
        suspects.remove(position)
        if suspects.isEmpty, charged == nil { isActive = false }
    }

    /// Ends it for a delivery that has survived for long: a slow handler must not hold up its neighbours.
    mutating func end() {
        charged = nil
        isActive = false
    }
}
