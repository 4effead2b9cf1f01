import EventBus

extension BusState {
    /// Does what is due at `now`, and says what else is to be done.
    ///
    /// - Parameter newRun: Makes what watches the sleep of a handler.
    mutating func step(now: Duration, time: BusTime, newRun: () -> HandlerRun) -> Actions {
        var actions = Actions()
        endOverdueRuns(now: now, time: time, &actions)
        cancelStopping(now: now, &actions)
        for group in groups.indices {
            removeEnded(group, now: now, time: time, &actions)
            groups[group].share()
            for partition in groups[group].partitions.indices {
                dispatch(group, partition, now: now, time: time, newRun: newRun, &actions)
            }
        }
        // What is due and not done waits for a consumer, not for the clock.
        let dues = groups.flatMap { $0.dues(after: now) } + runs.values.compactMap { $0.timeout?.due }
        actions.due = dues.filter { $0 > now }.min()
        if isIdle {
            actions.resumes += drainWaiters.values
            drainWaiters = [:]
        }
        return actions
    }

    /// Notes how a handler ended, unless nobody waits for it any more.
    mutating func finished(_ id: Int, _ ending: HandlerEnding, now: Duration, time: BusTime) {
        guard let ended = endRun(id) else { return }
        let group = groups[ended.group]
        let ending: HandlerEnding =
            if case .cancelled(_, let limit) = ended.timeout { .timedOut(after: limit) } else { ending }
        let verdict = ending.verdict(
            attempt: ended.attempt, policy: group.stream.delivery, isStopping: ended.isStopping, sabotage: sabotage,
            using: &random)
        let index = ended.index
        let end: GroupPartition.Ending
        switch verdict {
        case .acknowledge: end = .acknowledge
        case .postpone(let pause): end = .postpone(for: pause)
        case .giveBack: end = .giveBack
        case .retry(let pause):
            groups[ended.group].partitions[ended.partition].failed(index, at: time.timestamp(at: now))
            end = .retry(after: pause)
        case .bury(let reason, let error):
            groups[ended.group].partitions[ended.partition].failed(index, at: time.timestamp(at: now))
            let consumer = group.member(ended.member).map { group.members[$0].name } ?? ""
            bury(
                ended.group, ended.partition, index, reason, error, consumer: consumer,
                at: time.timestamp(at: now))
            end = .bury(group.stream.delivery.afterDeadLetter)
        }
        groups[ended.group].partitions[ended.partition].finish(index, end, now: now)
        if sabotage == .redeliversTheAcknowledged, case .acknowledge = end, index % 5 == 3, ended.attempt == 1 {
            let name = LogName(stream: group.stream.name, partition: ended.partition)
            if let entry = logs[name]?.entries[index] {
                groups[ended.group].partitions[ended.partition].redrive(index, entry)
                groups[ended.group].partitions[ended.partition].charge(index)
            }
        }
    }

    /// Forgets a run; the delivery is still pending.
    @discardableResult
    mutating func endRun(_ id: Int) -> HandlerRunState? {
        guard let ended = runs.removeValue(forKey: id) else { return nil }
        if let member = groups[ended.group].member(ended.member) {
            groups[ended.group].members[member].running[ended.partition] -= 1
        }
        return ended
    }

    // MARK: Steps

    private mutating func endOverdueRuns(now: Duration, time: BusTime, _ actions: inout Actions) {
        guard sabotage != .ignoresHandlerTimeouts else { return }
        for (id, run) in runs.sorted(by: { $0.key < $1.key }) {
            guard let timeout = run.timeout, timeout.due <= now else { continue }
            if sabotage == .claimsFromTheLiving {
                endRun(id)
                groups[run.group].partitions[run.partition].finish(run.index, .giveBack, now: now)
                continue
            }
            switch timeout {
            case .running(_, let limit):
                runs[id]?.timeout = .cancelled(abandonedAt: now + Self.grace, limit: limit)
                if let task = run.task { actions.cancels.append(task) }
            case .cancelled(_, let limit): finished(id, .timedOut(after: limit), now: now, time: time)
            }
        }
    }

    private mutating func cancelStopping(now: Duration, _ actions: inout Actions) {
        for group in groups {
            for member in group.members {
                guard case .stopping(let moment) = member.standing, moment <= now else { continue }
                cancelRuns(of: member.id, &actions)
            }
        }
    }

    /// Cancels what a consumer runs, as no fault of the deliveries.
    mutating func cancelRuns(of member: Int, _ actions: inout Actions) {
        for (id, run) in runs where run.member == member && !run.isStopping {
            runs[id]?.isStopping = true
            if let task = run.task { actions.cancels.append(task) }
        }
    }

    private mutating func removeEnded(_ group: Int, now: Duration, time: BusTime, _ actions: inout Actions) {
        let names = groups[group].members.map { ($0.id, $0.name) }
        let (removed, usedUp) = groups[group].removeEnded(now: now)
        for (partition, index) in usedUp {
            let attempts = groups[group].stream.delivery.attempts
            bury(
                group, partition, index, .consumerDied, "its consumer died in each of \(attempts) attempts",
                consumer: names.first { removed.contains($0.0) }?.1 ?? "", at: time.timestamp(at: now))
            groups[group].partitions[partition].finish(
                index, .bury(groups[group].stream.delivery.afterDeadLetter), now: now)
        }
        for (member, waiter) in endWaiters where removed.contains(member) { actions.resumes.append(waiter) }
        endWaiters.removeAll { removed.contains($0.member) }
    }

    private mutating func dispatch(
        _ group: Int, _ partition: Int, now: Duration, time: BusTime, newRun: () -> HandlerRun, _ actions: inout Actions
    ) {
        let stream = groups[group].stream.name
        let entries = entries(stream, partition)
        while true {
            var isAnythingTaken = false
            for taker in groups[group].takers(of: partition) {
                let member = groups[group].members[taker]
                guard
                    let index = groups[group].partitions[partition].take(from: entries, for: member.id, now: now),
                    let pending = groups[group].partitions[partition].pending[index]
                else { continue }
                isAnythingTaken = true
                let entry = entries[index]
                switch handling(of: entry.content, stream: stream, by: member.handlers) {
                case .run(let record, let handle):
                    let reader = Delivery.Reader(
                        stream: stream, partition: partition, group: groups[group].name, consumer: member.name,
                        epoch: groups[group].epochs[partition])
                    let id = newID()
                    let run = newRun()
                    runs[id] = HandlerRunState(
                        group: group, partition: partition, index: index, member: member.id, attempt: pending.attempt,
                        run: run,
                        timeout: timeout(of: member, in: group, now: now))
                    groups[group].members[taker].running[partition] += 1
                    actions.starts.append(
                        Start(
                            id: id, run: run,
                            delivery: Delivery(
                                record: record, position: entry.position, attempt: pending.attempt, reader: reader),
                            handle: handle))
                case .acknowledge: groups[group].partitions[partition].finish(index, .acknowledge, now: now)
                case .bury(let reason, let error):
                    bury(
                        group, partition, index, reason, error, consumer: member.name, at: time.timestamp(at: now))
                    groups[group].partitions[partition].finish(
                        index, .bury(groups[group].stream.delivery.afterDeadLetter), now: now)
                }
            }
            if !isAnythingTaken { return }
        }
    }

    private func timeout(of member: GroupMember, in group: Int, now: Duration) -> HandlerRunState.Timeout? {
        let limit =
            sabotage == .claimsFromTheLiving ? groups[group].stream.delivery.ackTimeout : member.limits.handlerTimeout
        return limit.map { .running(until: now + $0, limit: $0) }
    }

    private enum Handling {
        case run(EventRecord, @Sendable (Delivery) async throws -> Void)
        case acknowledge
        case bury(InMemoryDeadLetter.Reason, error: String)
    }

    /// An event of the catalogue that nobody here handles is done with; one that the catalogue does not know is not.
    private func handling(of content: MemoryLog.Content, stream: String, by handlers: EventHandlers) -> Handling {
        switch content {
        case .malformed(let error, _): return .bury(.malformed, error: error.description)
        case .event(let record):
            if let handle = handlers.run(for: record) { return .run(record, handle) }
            if declarations[stream]?[record.type] != nil || sabotage == .acknowledgesUnknownTypes {
                return .acknowledge
            }
            return .bury(.unknownType, error: "the catalogue has no event \"\(record.type)\"")
        }
    }

    private mutating func bury(
        _ group: Int, _ partition: Int, _ index: Int, _ reason: InMemoryDeadLetter.Reason, _ error: String,
        consumer: String, at time: Timestamp
    ) {
        guard sabotage != .dropsDeadLetters else { return }
        let stream = groups[group].stream.name
        let entry = entries(stream, partition)[index]
        let pending = groups[group].partitions[partition].pending[index]
        let record: EventRecord?
        var bytes: [UInt8]
        switch entry.content {
        case .event(let event): (record, bytes) = (event, event.data)
        case .malformed(_, let found): (record, bytes) = (nil, found)
        }
        if sabotage == .losesTheBytesOfPoison { bytes = [] }
        letters.append(
            InMemoryDeadLetter(
                stream: stream, partition: partition, position: entry.position, group: groups[group].name,
                consumer: consumer, attempts: pending?.attempt ?? 1, reason: reason, error: error,
                firstFailure: pending?.firstFailure ?? time, lastFailure: time, record: record, bytes: bytes))
    }
}
