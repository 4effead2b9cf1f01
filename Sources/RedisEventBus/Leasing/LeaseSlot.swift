/// What a keeper knows of one partition.
struct LeaseSlot: Sendable {
    typealias Instant = ContinuousClock.Instant

    /// A lease that is held.
    struct Hold: Sendable, Hashable {
        let epoch: UInt64
        /// When the last renewal that was answered had been sent: what others see is never older.
        let renewed: Instant
    }

    /// What reads for this keeper.
    enum Reading: Sendable, Hashable {
        case nothing
        case running
        case ending(StopReason)
    }

    /// Another holder's sign of life: a new holder is a new one.
    struct Beat: Sendable, Hashable {
        let holder: String?
        let epoch: UInt64
        let count: UInt64
    }

    var hold: Hold?
    var reading = Reading.nothing
    /// A reading that ended by itself begins again no earlier.
    var restart: Instant?
    private(set) var pause: GroupPause?
    private(set) var record: LeaseRecord?
    private(set) var members: [MemberRecord] = []
    private(set) var isKnown = false
    private var lease = BeatWatch<Beat?>()
    private var beats: [String: BeatWatch<UInt64>] = [:]
    /// Whether it was said that another process of the same name has the lease.
    var hasSaidWaiting = false
    /// Whether the lease was there before and is not any more: its holder makes it again within a tick.
    private(set) var wasThere = false
    private var hasSaidPaused = false

    /// What to ask for next.
    var wish = LeaseCall.Wish.look
    /// Members to remove with the next call.
    var dead: [MemberRecord] = []

    /// Takes in what the server said.
    mutating func observe(_ answer: LeaseAnswer, at now: Instant) {
        wasThere = answer.record == nil && (record != nil || wasThere)
        record = answer.record
        pause = answer.pause
        members = answer.members
        isKnown = true
        lease.observe(answer.record.map { Beat(holder: $0.holder, epoch: $0.epoch, count: $0.beat) }, at: now)
        var beats: [String: BeatWatch<UInt64>] = [:]
        for member in answer.members {
            var watch = self.beats[member.instance] ?? BeatWatch()
            watch.observe(member.beat, at: now)
            beats[member.instance] = watch
        }
        self.beats = beats
    }

    /// How long the lease's beat has stood still.
    func leaseStood(at now: Instant) -> Duration { lease.stood(at: now) }

    /// How long a member's beat has stood still.
    func stood(_ member: MemberRecord, at now: Instant) -> Duration {
        beats[member.instance]?.stood(at: now) ?? .zero
    }

    /// That the group was paused or goes on, once for each change.
    mutating func pauseNews(of partition: Int) -> [LeaseAction] {
        guard hasSaidPaused != (pause != nil) else { return [] }
        hasSaidPaused.toggle()
        return [pause.map { .paused(partition, $0) } ?? .resumed(partition)]
    }
}
