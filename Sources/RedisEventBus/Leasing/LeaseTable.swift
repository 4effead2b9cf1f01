/// What one keeper knows of the leases of a group, and what follows from it: which to take, to keep and to give up, and
/// which readings to start and to stop.
///
/// A pure value: what the server said and what the clock says go in, calls and actions come out. ``LeaseKeeper`` sends
/// and starts.
struct LeaseTable: Sendable {
    typealias Instant = ContinuousClock.Instant

    /// Who may read a partition.
    enum Sharing: Sendable, Hashable {
        /// One member of the group; the members share the partitions evenly.
        case evenly
        /// Each consumer, once: processes of one consumer name wait for each other.
        case byName
    }

    let instance: String
    let consumer: String
    let sharing: Sharing
    let timing: LeaseTiming
    private(set) var slots: [LeaseSlot]
    /// Whether everything is being given up.
    private(set) var isLeaving = false

    init(instance: String, consumer: String, sharing: Sharing, timing: LeaseTiming, partitions: Int) {
        self.instance = instance
        self.consumer = consumer
        self.sharing = sharing
        self.timing = timing
        slots = Array(repeating: LeaseSlot(), count: partitions)
    }

    /// From now on everything is given up as soon as its reading has ended.
    mutating func leave() { isLeaving = true }

    /// Whether nothing is held and nothing reads.
    var isEmpty: Bool { slots.allSatisfy { $0.hold == nil && $0.reading == .nothing } }

    /// Whether a lease is to be taken or given up, which need not wait for the next tick.
    var isUrgent: Bool {
        slots.contains { slot in
            switch slot.wish {
            case .take, .leave: true
            case .look, .keep: false
            }
        }
    }

    /// The call to make for a partition.
    func call(_ partition: Int, beat: UInt64) -> LeaseCall {
        LeaseCall(
            wish: slots[partition].wish, instance: instance, consumer: consumer, beat: isLeaving ? nil : beat,
            dead: slots[partition].dead)
    }

    /// When the first of the held leases runs out; `nil` where none is held.
    var deadline: Instant? {
        slots.compactMap { $0.hold.map { $0.renewed + timing.ttl } }.min()
    }

    /// Takes in the answer to a partition's call.
    ///
    /// - Parameter sent: When the call was sent: the lease lives from then on, not from when the answer came.
    mutating func absorb(
        _ answer: LeaseAnswer, of partition: Int, sent: Instant, at now: Instant
    ) -> [LeaseAction] {
        let wish = slots[partition].wish
        slots[partition].dead = []
        slots[partition].observe(answer, at: now)

        var actions: [LeaseAction] = []
        switch answer.outcome {
        case .looked: break
        case .kept:
            if let hold = slots[partition].hold {
                slots[partition].hold = LeaseSlot.Hold(epoch: hold.epoch, renewed: sent)
            }
        case .taken, .restored:
            guard let epoch = answer.record?.epoch else { break }
            slots[partition].hold = LeaseSlot.Hold(epoch: epoch, renewed: sent)
            slots[partition].restart = nil
            actions.append(
                answer.outcome == .taken
                    ? .taken(partition, epoch: epoch, ending: answer.before)
                    : .restored(partition, epoch: epoch, logEnd: answer.logEnd))
        case .left:
            slots[partition].hold = nil
            actions.append(.left(partition))
        case .refused:
            guard slots[partition].hold != nil else { break }
            if case .take = wish { break }
            actions += lose(partition, to: answer.record)
        }
        slots[partition].wish = slots[partition].hold.map { .keep(epoch: $0.epoch) } ?? .look
        return actions
    }

    /// Gives up for lost what was not renewed in time.
    mutating func expire(at now: Instant) -> [LeaseAction] {
        slots.indices.flatMap { partition -> [LeaseAction] in
            guard let hold = slots[partition].hold, now - hold.renewed >= timing.ttl else { return [] }
            return lose(partition, to: nil)
        }
    }

    /// A reading has ended, told to or not.
    mutating func readingEnded(_ partition: Int, at now: Instant) {
        if slots[partition].reading == .running { slots[partition].restart = now + timing.tick }
        slots[partition].reading = .nothing
    }

    private mutating func lose(_ partition: Int, to record: LeaseRecord?) -> [LeaseAction] {
        slots[partition].hold = nil
        slots[partition].wish = .look
        return [.lost(partition, to: record)] + stop(partition, .lost)
    }

    private mutating func stop(_ partition: Int, _ reason: StopReason) -> [LeaseAction] {
        switch slots[partition].reading {
        case .nothing: return []
        case .ending(let known) where known >= reason: return []
        case .running, .ending:
            slots[partition].reading = .ending(reason)
            return [.stop(partition, reason)]
        }
    }
}

// MARK: Decisions

extension LeaseTable {
    /// The connections whose being there decides whether their owner is dead.
    ///
    /// - Parameter run: The run of the server that would be asked.
    func suspects(at now: Instant, run: String) -> Set<ServerConnection> {
        var suspects: Set<ServerConnection> = []
        for slot in slots {
            if slot.hold == nil, let record = slot.record, record.holder != nil, record.holder != instance,
                isWorthAsking(stood: slot.leaseStood(at: now), consumer: record.consumer)
            {
                suspects.formUnion([record.client, record.link].compactMap { $0 })
            }
            for member in slot.members
            where member.instance != instance
                && isWorthAsking(stood: slot.stood(member, at: now), consumer: member.consumer)
            {
                if let link = member.link { suspects.insert(link) }
            }
        }
        return suspects.filter { $0.run == run }
    }

    /// Decides what to start, to stop and to ask for next.
    ///
    /// - Parameter gone: The suspects that the server does not know any more.
    mutating func decide(at now: Instant, gone: Set<ServerConnection>) -> [LeaseAction] {
        if isLeaving {
            return slots.indices.flatMap { partition -> [LeaseAction] in
                let actions = stop(partition, .shutdown)
                if let hold = slots[partition].hold, slots[partition].reading == .nothing {
                    slots[partition].wish = .leave(epoch: hold.epoch)
                }
                return actions
            }
        }
        let plan = plan(at: now, gone: gone)
        return slots.indices.flatMap { partition -> [LeaseAction] in
            if let hold = slots[partition].hold {
                return decide(partition, held: hold, isSurplus: plan.release.contains(partition), at: now)
            }
            if plan.acquire.contains(partition) {
                slots[partition].wish = .take(seen: slots[partition].record)
                slots[partition].hasSaidWaiting = false
            } else if sharing == .byName, let record = slots[partition].record, record.holder != nil,
                !slots[partition].hasSaidWaiting
            {
                slots[partition].hasSaidWaiting = true
                return [.waiting(partition, behind: record)]
            }
            return []
        }
    }

    private mutating func decide(
        _ partition: Int, held hold: LeaseSlot.Hold, isSurplus: Bool, at now: Instant
    ) -> [LeaseAction] {
        let news = slots[partition].pauseNews(of: partition)
        let isWanted = !isSurplus && slots[partition].pause == nil
        guard slots[partition].reading == .nothing else {
            return news + (isWanted ? [] : stop(partition, .release))
        }
        if isSurplus { slots[partition].wish = .leave(epoch: hold.epoch) }
        guard isWanted, slots[partition].restart.map({ now >= $0 }) ?? true else { return news }
        slots[partition].reading = .running
        return news + [.start(partition)]
    }

    private mutating func plan(at now: Instant, gone: Set<ServerConnection>) -> LeasePlan {
        var living: Set<String> = [instance]
        for partition in slots.indices {
            slots[partition].dead = []
            for member in slots[partition].members where member.instance != instance {
                if isDead(
                    stood: slots[partition].stood(member, at: now), consumer: member.consumer, [member.link], gone: gone
                ) {
                    slots[partition].dead.append(member)
                } else {
                    living.insert(member.instance)
                }
            }
        }
        let holders = slots.map { holder(of: $0, at: now, gone: gone) }
        return LeasePlan(me: instance, members: sharing == .evenly ? living : [instance], holders: holders)
    }

    /// Who has a partition as far as the plan goes; `nil` where it is free to be taken.
    private func holder(of slot: LeaseSlot, at now: Instant, gone: Set<ServerConnection>) -> String? {
        if slot.hold != nil { return instance }
        // What was lost here cannot be read here again before its reading has ended.
        if slot.reading != .nothing || !slot.isKnown { return "?" }
        guard let record = slot.record else {
            return slot.wasThere && slot.leaseStood(at: now) < timing.tick * 2 ? "?" : nil
        }
        guard let holder = record.holder, holder != instance else { return nil }
        let isDead = isDead(
            stood: slot.leaseStood(at: now), consumer: record.consumer, [record.client, record.link], gone: gone)
        return isDead ? nil : holder
    }

    private func isWorthAsking(stood: Duration, consumer: String) -> Bool {
        stood >= timing.tick * 2 || consumer == self.consumer
    }

    /// Dead is whose beat has stood still for the time to live; or for two ticks, with its connections gone; or who has
    /// gone and come back under its name, which is the caller's.
    private func isDead(
        stood: Duration, consumer: String, _ connections: [ServerConnection?], gone: Set<ServerConnection>
    ) -> Bool {
        if stood >= timing.ttl { return true }
        let connections = connections.compactMap { $0 }
        guard !connections.isEmpty, gone.isSuperset(of: connections) else { return false }
        return isWorthAsking(stood: stood, consumer: consumer)
    }
}
