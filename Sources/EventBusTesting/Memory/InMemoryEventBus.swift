public import EventBus
import Synchronization

/// A bus in the memory of a test, with the semantics of the real ones: groups, order by aggregate, retries by the
/// catalogue's policy, dead letters, routes, subscribers – on a clock that the test moves.
///
/// ```swift
/// let clock = TestClock()
/// let bus = InMemoryEventBus(events: Catalogue.declarations, clock: clock)
/// let consumer = bus.consume(modelLifecycle, group: "deployer", consumer: "d-1", handlers: handlers)
/// try await bus.publish(ModelReadyToDeploy(…))
/// try await bus.drain()
/// #expect(bus.deadLetters(group: "deployer").isEmpty)
/// ```
///
/// It keeps all it was given until it goes. Events are encoded and decoded as on their way through a server, so what a
/// real bus refuses is refused here, with the same error.
public final class InMemoryEventBus: EventPublisher, Sendable {
    let state: Mutex<BusState>
    let time: BusTime
    private let source: String
    private let ids = Mutex(EventIDSource())
    private let nextWake = Mutex<Duration?>(nil)

    /// The largest event that is appended, in bytes, as a bus on Redis has it unless told otherwise.
    private static let maximumEntryBytes = 1_048_576

    /// Makes a bus on a clock that the test moves.
    ///
    /// - Parameters:
    ///   - events: The catalogue's events; generated code lists them. An event that is neither listed nor published is
    ///     of an unknown type.
    ///   - source: The CloudEvents `source` of what is published here.
    ///   - seed: Where the random numbers of the back-off start: the same seed, the same pauses.
    ///   - clock: The clock.
    public convenience init(
        events: [EventDeclaration] = [], source: String = "/test", seed: UInt64 = 1, clock: TestClock = TestClock()
    ) {
        self.init(events: events, source: source, seed: seed, clock: clock, sabotage: nil)
    }

    /// Makes a bus on a clock that goes by itself, such as `ContinuousClock`.
    ///
    /// - Parameters:
    ///   - events: The catalogue's events; generated code lists them.
    ///   - source: The CloudEvents `source` of what is published here.
    ///   - seed: Where the random numbers of the back-off start.
    ///   - clock: The clock.
    public init<C: Clock>(
        events: [EventDeclaration] = [], source: String = "/test", seed: UInt64 = 1, clock: C
    ) where C.Duration == Duration {
        time = BusTime(clock)
        self.source = source
        state = Mutex(BusState(events: events, seed: seed, sabotage: nil))
    }

    /// A bus that may be wrong on purpose.
    package init(
        events: [EventDeclaration], source: String, seed: UInt64, clock: TestClock, sabotage: Sabotage?
    ) {
        time = BusTime(clock)
        self.source = source
        state = Mutex(BusState(events: events, seed: seed, sabotage: sabotage))
        clock.afterEachStep { [weak self] in
            guard let self else { return .gone }
            self.turn()
            try? await self.drain(within: .seconds(5))
            return .present
        }
    }

    /// Appends one event; handlers that wait for it start at once.
    ///
    /// - Throws: `PublishError`: what the catalogue refuses, and what ``failNextPublish(with:_:)`` asked for.
    public func publish<E: Event>(_ event: E, context: PublishContext) async throws(PublishError) -> PublishReceipt {
        try publishAll([event], context)[0]
    }

    /// Appends many events, all or none – but where one conflicts with the version of its aggregate, the events of others are
    /// appended; receipts come in the order of the events.
    ///
    /// - Throws: `PublishError`, as for one event; the message says which of the batch it is.
    public func publish<E: Event>(
        contentsOf events: [E], context: PublishContext
    ) async throws(PublishError) -> [PublishReceipt] {
        try publishAll(events, context)
    }

    private func publishAll<E: Event>(
        _ events: [E], _ context: PublishContext
    ) throws(PublishError) -> [PublishReceipt] {
        let now = time.elapsed()
        let timestamp = time.timestamp(at: now)
        var encoded: [BusState.Encoded] = []
        var refusal: PublishError?
        var expected = ExpectedVersions()
        for (index, event) in events.enumerated() {
            do throws(PublishError) {
                encoded.append(try encode(event, context, &expected, at: events.count > 1 ? index : nil, timestamp))
            } catch {
                refusal = refusal ?? error
            }
        }
        if let refusal, !state.withLock({ $0.sabotage == .acceptsInvalidBatches }) || encoded.isEmpty { throw refusal }
        let source = source
        let receipts: Result<[PublishReceipt], PublishError> = state.withLock { state in
            let failure = state.plannedFailures.isEmpty ? nil : state.plannedFailures.removeFirst()
            if let failure, failure.effect == .appendsNothing { return .failure(failure.error) }
            let result = state.append(encoded, source: source, context: context, now: now, time: timestamp)
            return failure.map { .failure($0.error) } ?? result
        }
        wakeSubscribers()
        turn()
        return try receipts.get()
    }

    private func encode<E: Event>(
        _ event: E, _ context: PublishContext, _ expected: inout ExpectedVersions, at index: Int?, _ time: Timestamp
    ) throws(PublishError) -> BusState.Encoded {
        let declaration = E.declaration
        try context.checkExpectedVersion(of: declaration)
        var payload = JSONWriter()
        do throws(InvalidPayload) { try event.writePayload(to: &payload) } catch {
            let place = index.map { " (number \($0) of the batch)" } ?? ""
            throw PublishError(.rejected, "\(declaration.type)\(place): \(error)", cause: error)
        }
        let bytes = payload.finish()
        let size = bytes.count + declaration.type.utf8.count + event.aggregateID.utf8.count
        guard size <= Self.maximumEntryBytes else {
            throw PublishError(tooLarge: size, limit: Self.maximumEntryBytes, of: declaration, at: index)
        }
        let id = ids.withLock { $0.next(milliseconds: UInt64(max(0, time.microseconds / 1_000))) }
        return BusState.Encoded(
            declaration: declaration, id: id, aggregateID: event.aggregateID, idempotencyKey: event.idempotencyKey,
            payload: bytes, expectedVersion: expected.next(id, of: event.aggregateID, context))
    }

    // MARK: Turning

    /// Does what is due, and starts what may run.
    func turn() {
        turn { _, _ in }
    }

    /// Changes something, and in the same breath does what is then due and starts what may then run.
    func turn(_ change: (inout BusState, _ now: Duration) -> Void) {
        let actions = state.withLock { state in
            let now = time.elapsed()
            change(&state, now)
            return state.step(now: now, time: time) { HandlerRun { [weak self] in self?.turn() } }
        }
        for task in actions.cancels { task.cancel() }
        for start in actions.starts { launch(start) }
        for waiter in actions.resumes { waiter.resume() }
        if let due = actions.due { wake(at: due) }
    }

    private func launch(_ start: BusState.Start) {
        let task = Task { [weak self] in
            let ending: HandlerEnding = await HandlerRun.$current.withValue(start.run) {
                do {
                    try await start.handle(start.delivery)
                    return .returned
                } catch {
                    return .threw(error)
                }
            }
            guard let self else { return }
            turn { $0.finished(start.id, ending, now: $1, time: self.time) }
        }
        let isUnwanted = state.withLock { state in
            guard let run = state.runs[start.id] else { return false }
            state.runs[start.id]?.task = task
            if case .cancelled = run.timeout { return true }
            return run.isStopping
        }
        if isUnwanted { task.cancel() }
    }

    /// Looks again at a moment; one wake at a time is on its way, the earliest.
    private func wake(at due: Duration) {
        let isEarlier = nextWake.withLock { next in
            if let planned = next, planned <= due { return false }
            next = due
            return true
        }
        guard isEarlier else { return }
        time.schedule(due) { [weak self] in
            guard let self else { return }
            nextWake.withLock { if $0 == due { $0 = nil } }
            turn()
        }
    }
}
