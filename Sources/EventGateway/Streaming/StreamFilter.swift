/// Which events a client of the live stream gets; without anything set, all.
struct StreamFilter: Sendable, Hashable {
    /// Of these types; of any where empty.
    var types: Set<String> = []
    /// Of aggregates with these ids; of any where empty.
    var aggregates: Set<String> = []

    /// Whether every event passes.
    var isOpen: Bool { types.isEmpty && aggregates.isEmpty }

    /// Whether an event passes.
    func matches(type: String, aggregate: String) -> Bool {
        (types.isEmpty || types.contains(type)) && (aggregates.isEmpty || aggregates.contains(aggregate))
    }

    /// Whether what a frame tells passes.
    func passes(_ kind: FeedFrame.Kind) -> Bool {
        switch kind {
        case .event(let type, let aggregate): matches(type: type, aggregate: aggregate)
        case .notice: true
        }
    }
}
