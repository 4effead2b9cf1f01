import EventBus

/// Whether a log still continues what a reader has read of it; decided from what the server says, without asking it.
///
/// Nothing in Redis tells a reader that it missed entries: a read after a position that was trimmed away, or that lies beyond
/// the end of a log that got shorter, just brings what comes next.
enum LogContinuity: Sendable, Hashable {
    /// Nothing is missing between the position and what is in the log.
    case intact
    /// Entries up to here were removed before they were read.
    case trimmed(through: StreamPosition)
    /// The log is not the one that was read, or a shorter one: go on behind this position.
    case lost(resumeAfter: StreamPosition)

    /// What a position is to the reader that stands there.
    enum Standing: Sendable, Hashable {
        /// The reader begins with whatever is first.
        case first
        /// A moment, or a place behind a gap: no entry has ever had to stand there.
        case chosen
        /// An entry that was read, or the last one that the log had when reading began.
        case read
    }

    /// Judges a position.
    ///
    /// - Parameters:
    ///   - position: The last position that was read.
    ///   - standing: What it is to the reader.
    ///   - isPresent: Whether the log has an entry there.
    ///   - relation: What the server has to do with the one where the position was read.
    init(
        after position: StreamPosition, _ standing: Standing, isPresent: Bool, _ log: LogFacts,
        _ relation: ServerLineage.Relation
    ) {
        self = .intact
        if standing == .first || isPresent { return }
        if position > log.last {
            // A moment of the future is there to be waited for; an entry that was read is not.
            if standing == .read { self = .lost(resumeAfter: Self.end(of: log, relation)) }
        } else if position < log.trimmed.through {
            self = .trimmed(through: log.trimmed.through)
        } else if position > log.trimmed.through, log.lastDeleted < position || standing == .chosen {
            self = Self.unexplained(position, standing, log, relation)
        }
    }

    /// The entry is gone, and neither retention nor a deletion by hand says why.
    private static func unexplained(
        _ position: StreamPosition, _ standing: Standing, _ log: LogFacts, _ relation: ServerLineage.Relation
    ) -> LogContinuity {
        let isOlderThanFirst = log.first.map { position < $0 } ?? true
        guard isOlderThanFirst else { return standing == .read ? .lost(resumeAfter: position) : .intact }
        // Trimmed by somebody else, who leaves no record: all up to the first entry may be missing.
        if log.added - log.length > log.trimmed.removed {
            let through = log.first?.previous ?? log.last
            return through > position ? .trimmed(through: through) : .intact
        }
        // A log from which nothing was taken begins behind what was read: it is a new one.
        return standing == .read && relation != .unknown && position > .beginning
            ? .lost(resumeAfter: position) : .intact
    }

    /// Where to go on in a log that ends before what was read: where it ends, or at the beginning of one that is new.
    static func end(of log: LogFacts, _ relation: ServerLineage.Relation) -> StreamPosition {
        relation == .same ? .beginning : log.last
    }

    /// The last position up to which a log still is what was read of it.
    ///
    /// - Parameters:
    ///   - seen: The positions of the last entries that were read, in order.
    ///   - present: The positions that the log has in that range, in order.
    /// - Returns: `nil` where none of them is left.
    static func commonEnd(seen: [StreamPosition], present: [StreamPosition]) -> StreamPosition? {
        let known = Set(seen)
        let shared = present.prefix { known.contains($0) }
        return shared.last
    }
}
