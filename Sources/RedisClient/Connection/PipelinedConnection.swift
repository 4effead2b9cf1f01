internal import Logging
internal import NIOCore
internal import Synchronization

/// A connection that many tasks share: their commands go out together, and the replies come back in order.
///
/// Submitting takes one lock and no hop: the encoded bytes join the pipeline's, and the first submitter of a tick has the
/// event loop write what is there by then. Everything decided here is decided by the values in ``State``.
final class PipelinedConnection: Sendable {
    typealias Waiter = UnsafeContinuation<CommandOutcome, Never>
    private typealias Completions = [CommandPipeline<Waiter>.Completion]

    private struct State: Sendable {
        var pipeline: CommandPipeline<Waiter>
        var lifecycle: ConnectionLifecycle
        /// Whether the event loop has been asked to have a look.
        var isTickScheduled = false
        /// Whether a write has yet to complete; the next one waits, so that what it holds counts as not sent.
        var isWriting = false
        /// When the deadline timer goes off, and whether it must go off earlier.
        var timer: NIODeadline?
        var needsTimer = false
        /// The time when the tick was asked for: exact enough for all who submit until then.
        var tickTime = NIODeadline.distantPast
        var connecting: [UnsafeContinuation<RedisError?, Never>] = []
        var observers: [@Sendable (RedisHealth) -> Void] = []
    }

    /// What only the event loop touches.
    private struct OnLoop {
        var channel: RedisChannelHandler?
        var timer: Scheduled<Void>?
        var completions: Completions = []
    }

    private let eventLoop: any EventLoop
    private let executor: BusExecutor
    private let configuration: RedisConfiguration
    private let logger: Logger
    private let state: Mutex<State>
    private let onLoop: NIOLoopBoundBox<OnLoop>

    init(
        _ configuration: RedisConfiguration, persistence: ConnectionLifecycle.Persistence, executor: BusExecutor,
        logger: Logger
    ) {
        self.configuration = configuration
        self.executor = executor
        eventLoop = executor.eventLoop
        self.logger = logger
        state = Mutex(
            State(
                pipeline: CommandPipeline(
                    maximumCommands: configuration.maximumInFlightCommands,
                    maximumBytes: configuration.maximumInFlightBytes),
                lifecycle: ConnectionLifecycle(persistence: persistence, breaker: configuration.circuitBreaker)))
        onLoop = NIOLoopBoundBox.makeBoxSendingValue(OnLoop(), eventLoop: eventLoop)
    }

    // MARK: From any thread

    /// Sends commands and waits for their replies.
    ///
    /// - Parameter connection: The only connection to send them on; `nil` for whichever there is.
    func send(
        _ commands: RedisCommands, timeout: Duration, on connection: RedisConnectionIdentity? = nil
    ) async -> CommandOutcome {
        precondition(commands.isComplete, "the last command lacks arguments")
        // The id by which to cancel: 0 before there is one, -1 once the task is cancelled.
        let ticket = Atomic<Int>(0)
        return await withTaskCancellationHandler {
            await withUnsafeContinuation { waiter in
                submit(waiter, commands, timeout, connection, ticket)
            }
        } onCancel: {
            let id = ticket.exchange(-1, ordering: .acquiringAndReleasing)
            if id > 0 { cancel(id) }
        }
    }

    /// Connects unless that has been done, and waits for the outcome of the attempt under way.
    func connect() async -> RedisError? {
        await withUnsafeContinuation { waiter in
            let (action, answer) = state.withLock { state -> (ConnectionLifecycle.Action, RedisError??) in
                if let refusal = state.lifecycle.refusal(now: .now()) { return (.nothing, refusal) }
                if state.lifecycle.isReady { return (.nothing, .some(nil)) }
                state.connecting.append(waiter)
                return (state.lifecycle.demand(), nil)
            }
            if let answer { waiter.resume(returning: answer) }
            perform(action)
        }
    }

    var health: RedisHealth {
        state.withLock { state in
            let lifecycle = state.lifecycle
            var clientID: Int64?
            let connection: RedisHealth.Connection
            switch lifecycle.state {
            case .idle: connection = .idle
            case .connecting: connection = .connecting
            case .waiting: connection = .waiting
            case .closed: connection = .closed
            case .ready(let id):
                connection = .connected
                clientID = id
            }
            let breaker: RedisHealth.Breaker =
                switch lifecycle.breaker.state {
                case .closed: .closed
                case .open(let until): .open(remaining: Duration(max(until - .now(), .zero)))
                case .halfOpen: .halfOpen
                }
            return RedisHealth(
                connection: connection, breaker: breaker, reconnects: lifecycle.reconnects,
                inFlightCommands: state.pipeline.inFlightCommands, unsentCommands: state.pipeline.unsentCommands,
                suspendedCallers: state.pipeline.suspendedCallers, clientID: clientID,
                runID: lifecycle.isReady ? lifecycle.runID : nil, lastError: lifecycle.lastError)
        }
    }

    /// Has a function called whenever the connection came or went, or the circuit breaker changed; on the event loop.
    func onChange(_ observer: @escaping @Sendable (RedisHealth) -> Void) {
        state.withLock { $0.observers.append(observer) }
    }

    private func tellObservers() {
        let observers = state.withLock { $0.observers }
        guard !observers.isEmpty else { return }
        let health = health
        for observer in observers { observer(health) }
    }

    /// Ends the connection for good; whoever waits gets ``RedisError/Code/closed``.
    func close() async {
        guard !isOver else { return }
        try? await eventLoop.submit { self.closeOnLoop() }.get()
    }

    /// ``close()`` for those who cannot wait.
    func closeSoon() {
        guard !isOver else { return }
        eventLoop.execute { self.closeOnLoop() }
    }

    /// Whether it is closed; the event loop may be gone then.
    private var isOver: Bool { state.withLock { $0.lifecycle.state == .closed } }

    private func submit(
        _ waiter: Waiter, _ commands: RedisCommands, _ timeout: Duration, _ connection: RedisConnectionIdentity?,
        _ ticket: borrowing Atomic<Int>
    ) {
        let timeout = TimeAmount(timeout)
        enum Next { case nothing, tick, perform(ConnectionLifecycle.Action), fail(RedisError) }
        let next = state.withLock { state -> Next in
            if let refusal = state.lifecycle.refusal(now: .now()) { return .fail(refusal) }
            // What is taken in for a connection that is ready never goes out on another.
            if let connection, connection != state.lifecycle.identity { return .fail(Self.anotherConnection) }
            if ticket.load(ordering: .acquiring) < 0 { return .fail(Self.cancelledBefore) }
            if !state.isTickScheduled { state.tickTime = .now() }
            let deadline = state.tickTime + timeout
            let id = state.pipeline.submit(waiter, commands, deadline: deadline)
            if ticket.exchange(id, ordering: .acquiringAndReleasing) < 0, state.pipeline.cancel(id) != nil {
                return .fail(Self.cancelledBefore)
            }
            if state.timer.map({ deadline < $0 }) ?? true { state.needsTimer = true }
            let needsTick =
                state.needsTimer || (state.lifecycle.isReady && !state.isWriting && state.pipeline.isWorthWriting)
            let action = state.lifecycle.demand()
            if action != .nothing { return .perform(action) }
            guard needsTick, !state.isTickScheduled else { return .nothing }
            state.isTickScheduled = true
            return .tick
        }
        switch next {
        case .nothing: break
        case .tick: eventLoop.execute { self.tick() }
        case .perform(let action):
            perform(action)
            eventLoop.execute { self.tick() }
        case .fail(let error): waiter.resume(returning: .failure(error))
        }
    }

    private static let cancelledBefore = RedisError(
        .cancelled, "the task was cancelled before it could send", delivery: .notSent, isRetriable: false)

    private static let anotherConnection = RedisError(
        .connectionLost, "the connection that was asked for is gone", delivery: .notSent)

    private func cancel(_ id: Int) {
        let (completion, hasOutgoing) = state.withLock { state in
            (state.pipeline.cancel(id), state.lifecycle.isReady && state.pipeline.hasOutgoing)
        }
        if let completion { completion.waiter.resume(returning: completion.outcome) }
        // What was withdrawn may have made room.
        if hasOutgoing { eventLoop.execute { self.tick() } }
    }

    private func perform(_ action: ConnectionLifecycle.Action) {
        switch action {
        case .nothing: break
        case .connect:
            logger.debug("connecting", metadata: ["redis": "\(configuration)"])
            eventLoop.execute { RedisConnector.connect(self.configuration, on: self.eventLoop, delegate: self) }
        case .connectAt(let due):
            eventLoop.scheduleTask(deadline: due) { [weak self] in
                guard let self else { return }
                self.perform(self.state.withLock { $0.lifecycle.timeHasCome() })
                self.tellObservers()
            }
        }
    }

    // MARK: On the event loop

    /// Writes what is there and sees to the timer.
    private func tick() {
        let (bytes, timer) = state.withLock { state -> (ByteBuffer?, NIODeadline?) in
            state.isTickScheduled = false
            var bytes: ByteBuffer?
            if state.lifecycle.isReady, !state.isWriting, state.pipeline.isWorthWriting {
                bytes = state.pipeline.takeOutgoing()
                state.isWriting = bytes != nil
            }
            let timer = state.needsTimer ? state.pipeline.nextDeadline : nil
            state.needsTimer = false
            return (bytes, timer)
        }
        if let bytes { onLoop.value.channel?.write(bytes) }
        if let timer { arm(timer) }
    }

    private func arm(_ deadline: NIODeadline) {
        onLoop.value.timer?.cancel()
        state.withLock { $0.timer = deadline }
        onLoop.value.timer = eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { self.checkDeadlines() }
    }

    private func checkDeadlines() {
        var completions: Completions = []
        let (isStuck, next) = state.withLock { state -> (Bool, NIODeadline?) in
            let isStuck = state.pipeline.expire(
                now: .now(), reason: state.lifecycle.isReady ? nil : state.lifecycle.lastError,
                connection: state.lifecycle.identity, completions: &completions)
            state.timer = nil
            return (isStuck, state.pipeline.nextDeadline)
        }
        onLoop.value.timer = nil
        if let next { arm(next) }
        // Whoever is woken finds that the connection is gone, and its fence is a real one.
        defer { resume(&completions) }
        if isStuck {
            // The replies that are missing would be taken for those of later commands.
            onLoop.value.channel?.fail(
                RedisError(
                    .connectionLost, "a command had no reply in time, and the connection was given up",
                    delivery: .outcomeUnknown,
                    cause: RedisError(.timeout, "no reply in time", delivery: .outcomeUnknown)))
        }
    }

    private func closeOnLoop() {
        var completions: Completions = []
        let connecting = state.withLock { state -> [UnsafeContinuation<RedisError?, Never>] in
            guard state.lifecycle.close() else { return [] }
            state.pipeline.failAll(with: ConnectionLifecycle.closedError, completions: &completions)
            defer { state.connecting = [] }
            return state.connecting
        }
        onLoop.value.timer?.cancel()
        onLoop.value.timer = nil
        onLoop.value.channel?.close()
        onLoop.value.channel = nil
        for waiter in connecting { waiter.resume(returning: ConnectionLifecycle.closedError) }
        resume(&completions)
    }

    private func resume(_ completions: inout Completions) {
        for completion in completions { completion.waiter.resume(returning: completion.outcome) }
        completions.removeAll(keepingCapacity: true)
    }
}

extension PipelinedConnection: RedisChannelDelegate, OwnedConnection {
    func connectionReady(_ channel: RedisChannelHandler, clientID: Int64?, runID: String?) {
        let (isWanted, connecting) = state.withLock { state -> (Bool, [UnsafeContinuation<RedisError?, Never>]) in
            state.lifecycle.becameReady(clientID: clientID, runID: runID)
            state.isWriting = false
            defer { state.connecting = [] }
            return (state.lifecycle.isReady, state.connecting)
        }
        guard isWanted else {
            channel.close()
            return
        }
        logger.debug("connected", metadata: ["redis": "\(configuration)"])
        onLoop.value.channel = channel
        tellObservers()
        for waiter in connecting { waiter.resume(returning: nil) }
        tick()
    }

    func connectionReceived(_ batch: ReplyBatch) {
        var completions: Completions = []
        swap(&completions, &onLoop.value.completions)
        // Those who are woken send their next commands: those of tasks on this loop at once, so that one write takes them along.
        let isInStep = state.withLock { state in
            state.isTickScheduled = true
            state.tickTime = .now()
            return state.pipeline.receive(batch, completions: &completions)
        }
        executor.holdJobs()
        resume(&completions)
        swap(&completions, &onLoop.value.completions)
        executor.run()
        tick()
        if !isInStep {
            onLoop.value.channel?.fail(
                RedisError(.protocolError, "the server sent a reply that nobody asked for", delivery: .outcomeUnknown))
        }
    }

    func connectionWrote(_ buffer: consuming ByteBuffer) {
        var written = Optional(buffer)
        let needsTick = state.withLock { state in
            state.isWriting = false
            if let buffer = written.take() { state.pipeline.recycle(buffer) }
            return state.pipeline.isWorthWriting && !state.isTickScheduled
        }
        if needsTick { tick() }
    }

    func connectionFailed(_ error: RedisError) {
        var completions: Completions = []
        let (action, connecting, failures) = state.withLock { state in
            let wasReady = state.lifecycle.isReady
            let identity = state.lifecycle.identity
            let now = NIODeadline.now()
            let action = state.lifecycle.failed(error, now: now, fraction: .random(in: 0..<1))
            state.isWriting = false
            if wasReady {
                state.pipeline.failAll(with: error.on(identity), completions: &completions)
            } else if let verdict = state.lifecycle.verdictForWaiting(now: now) {
                state.pipeline.failAll(with: verdict, completions: &completions)
            }
            defer { state.connecting = [] }
            return (action, state.connecting, state.lifecycle.failures)
        }
        // Who waits for the connection is told, and need not read it twice.
        logger.log(
            level: failures == 1 && connecting.isEmpty ? .warning : .debug, "no connection",
            metadata: ["redis": "\(configuration)", "error": "\(error)", "failures": "\(failures)"])
        onLoop.value.channel = nil
        tellObservers()
        for waiter in connecting { waiter.resume(returning: error) }
        resume(&completions)
        perform(action)
    }
}
