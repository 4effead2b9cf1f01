/// Why a reading loop is to stop, and with it what becomes of what it has in hand.
enum StopReason: Int, Sendable, Hashable, Comparable {
    /// The partition is to be given up, to another consumer or until the group is resumed: running handlers finish, and
    /// what had not begun is handed back.
    case release
    /// The service ends: as for ``release``.
    case shutdown
    /// Somebody else may have the partition by now: handlers are cancelled at once, and nothing more is acknowledged.
    case lost

    static func < (one: StopReason, other: StopReason) -> Bool { one.rawValue < other.rawValue }
}
