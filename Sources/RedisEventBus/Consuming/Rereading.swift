import EventBus

/// What a group that was lost and made again delivers a second time, and what is to be done with each of it.
struct Rereading: Sendable {
    /// Up to here everything was read before the group was lost.
    let limit: StreamPosition
    /// What of it was not done with by then; `nil` where somebody else made the group, and with it decided what comes again.
    let inHand: Set<StreamPosition>?

    enum Verdict: Sendable, Hashable {
        /// It is handled, or handled again: it was in hand, and nobody knows what became of it.
        case handle
        /// It is in hand still: whoever has it sees to its end.
        case skip
        /// It was done with before the group was lost.
        case acknowledge
    }

    /// - Parameter isHeld: Whether it is in hand now.
    func verdict(_ position: StreamPosition, isHeld: Bool) -> Verdict {
        if position > limit { return .handle }
        if isHeld { return .skip }
        // In hand then and not now: it may have ended well, or been given up since the group did not know it.
        guard let inHand else { return .handle }
        return inHand.contains(position) ? .handle : .acknowledge
    }
}
