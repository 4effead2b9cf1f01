import EventBus

/// What became of the things that a request acted on.
struct ActTally {
    private var done = 0
    private var gone: Int
    private var refused = 0
    private var refusals: [JSONValue] = []

    /// - Parameter gone: How many things that were named were not there to be acted on.
    init(gone: Int = 0) { self.gone = gone }

    /// One was done, or had been dealt with by somebody else.
    mutating func note(isDone: Bool) {
        if isDone { done += 1 } else { gone += 1 }
    }

    /// One was refused; the first hundred are told.
    mutating func note(refused id: String, _ detail: String) {
        refused += 1
        if refusals.count < 100 { refusals.append(["id": .string(id), "detail": .string(detail)]) }
    }

    /// The answer.
    ///
    /// - Parameters:
    ///   - matched: How many there were.
    ///   - hasMore: Whether there are others that were not come to.
    func json(matched: Int, hasMore: Bool) -> JSONValue {
        [
            "executed": true, "matched": .number(JSONNumber(matched)), "done": .number(JSONNumber(done)),
            "gone": .number(JSONNumber(gone)), "refused": .number(JSONNumber(refused)), "refusals": .array(refusals),
            "more": .bool(hasMore),
        ]
    }
}
