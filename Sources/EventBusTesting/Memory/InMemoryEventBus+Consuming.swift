public import EventBus
import Synchronization

extension InMemoryEventBus {
    /// Starts a consumer of a group. It takes what the group has not been given from the beginning of the log, and goes
    /// on until it is stopped, crashes, or the bus goes.
    ///
    /// As on a real bus, a group that the catalogue declares with `order: none` shares deliveries among its consumers; of
    /// any other group one consumer reads each partition.
    ///
    /// - Parameters:
    ///   - stream: The stream, as the catalogue declares it.
    ///   - group: The group's name.
    ///   - consumer: This consumer's name; where another of the name still reads, this one waits for its end.
    ///   - limits: How much it takes on at a time.
    ///   - handlers: Which function handles which event. Events of the catalogue without one are acknowledged.
    @discardableResult
    public func consume(
        _ stream: StreamDeclaration, group: String, consumer: String,
        limits: InMemoryConsumerLimits = InMemoryConsumerLimits(), handlers: EventHandlers
    ) -> InMemoryConsumer {
        var id = 0
        turn { state, _ in
            id = state.newID()
            let place = state.group(group, of: stream)
            state.groups[place].members.append(
                GroupMember(
                    id: id, name: consumer, limits: limits, handlers: handlers,
                    running: Array(repeating: 0, count: stream.partitions)))
        }
        return InMemoryConsumer(bus: self, id: id, name: consumer)
    }

    /// Stops a group from starting handlers; those that run finish.
    ///
    /// The group is made where nobody has consumed in it yet, so that a test can begin paused.
    public func pause(group: String, of stream: StreamDeclaration, reason: String = "") {
        turn { state, _ in
            let place = state.group(group, of: stream)
            state.groups[place].pauseReason = reason
        }
    }

    /// Lets a paused group go on.
    public func resume(group: String, of stream: StreamDeclaration) {
        turn { state, _ in
            let place = state.group(group, of: stream)
            state.groups[place].pauseReason = nil
        }
    }

    /// Waits until nothing goes on that does not wait for the clock: every event that may be handled now is, and every
    /// handler has ended or sleeps on the bus's test clock.
    ///
    /// On a clock that goes by itself a retry that is not due yet is not waited for.
    ///
    /// - Parameter limit: How long to wait, in real time.
    /// - Throws: ``DrainTimeout``, which names the handlers that still run.
    public func drain(within limit: Duration = .seconds(10)) async throws(DrainTimeout) {
        turn()
        let ticket = state.withLock { $0.newID() }
        guard !state.withLock({ $0.isIdle }) else { return }
        let timer = Task { [weak self] in
            try? await Task.sleep(for: limit)
            self?.state.withLock { $0.drainWaiters.removeValue(forKey: ticket) }?.resume()
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let mayGo = state.withLock { state in
                    if state.isIdle || Task.isCancelled { return true }
                    state.drainWaiters[ticket] = waiter
                    return false
                }
                if mayGo { waiter.resume() }
            }
        } onCancel: {
            state.withLock { $0.drainWaiters.removeValue(forKey: ticket) }?.resume()
        }
        timer.cancel()
        let running = state.withLock { state in
            state.runs.sorted { $0.key < $1.key }.filter { !$0.value.run.isAsleep }.map { _, run in
                let group = state.groups[run.group]
                let entry = state.entries(group.stream.name, run.partition)[run.index]
                return "\(group.name): \(entry.position), attempt \(run.attempt)"
            }
        }
        if !running.isEmpty { throw DrainTimeout(limit: limit, running: running) }
    }

    func stop(_ member: Int) async {
        await withCheckedContinuation { waiter in
            var isGone = false
            turn { state, now in
                guard let group = state.groups.firstIndex(where: { $0.member(member) != nil }),
                    let place = state.groups[group].member(member)
                else {
                    isGone = true
                    return
                }
                if state.groups[group].members[place].standing == .live {
                    let drain = state.groups[group].members[place].limits.drain
                    let limit = state.sabotage == .dropsWhatRunsAtAStop ? .zero : drain
                    state.groups[group].members[place].standing = .stopping(cancelled: now + limit)
                }
                state.endWaiters.append((member, waiter))
            }
            if isGone { waiter.resume() }
        }
    }

    func crash(_ member: Int) {
        var cancels: [Task<Void, Never>] = []
        turn { state, now in
            guard let group = state.groups.firstIndex(where: { $0.member(member) != nil }),
                let place = state.groups[group].member(member)
            else { return }
            if case .dead = state.groups[group].members[place].standing { return }
            let notice = state.groups[group].noticeOfDeath
            state.groups[group].members[place].standing = .dead(noticed: now + notice)
            for (id, run) in state.runs where run.member == member {
                if let task = run.task, state.sabotage != .letsHandlersOfTheDeadRun { cancels.append(task) }
                state.endRun(id)
            }
        }
        for task in cancels { task.cancel() }
    }
}
