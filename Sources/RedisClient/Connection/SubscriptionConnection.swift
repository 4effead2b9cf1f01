internal import Logging
internal import NIOCore
internal import Synchronization

/// The connection of one subscription: made again when it is lost, silent ones found out by PING, and not read from while its buffer is full.
final class SubscriptionConnection: Sendable {
    private struct State: Sendable {
        var lifecycle: ConnectionLifecycle
        var buffer = CircularBuffer<RedisSubscriptionEvent>()
        var consumer: UnsafeContinuation<RedisSubscriptionEvent?, Never>?
        var beginning: UnsafeContinuation<RedisError?, Never>?
        /// Channels that the server has yet to confirm on this connection.
        var unconfirmed = 0
        var hasBeenSubscribed = false
        var isReading = true
    }

    private struct OnLoop {
        var channel: RedisChannelHandler?
        var hasHeard = true
        /// When the server last said anything over the connection that is up, or was up last.
        var lastHeard = ContinuousClock.now
        var keepAlive: RepeatedTask?
    }

    private let configuration: RedisConfiguration
    private let channels: [String]
    private let bufferLimit: Int
    private let eventLoop: any EventLoop
    private let logger: Logger
    private let state: Mutex<State>
    private let onLoop: NIOLoopBoundBox<OnLoop>

    init(
        _ configuration: RedisConfiguration, channels: [String], bufferLimit: Int, eventLoop: any EventLoop,
        logger: Logger
    ) {
        precondition(!channels.isEmpty, "a subscription to nothing")
        self.configuration = configuration
        self.channels = channels
        self.bufferLimit = max(bufferLimit, 1)
        self.eventLoop = eventLoop
        self.logger = logger
        var breaker = configuration.circuitBreaker
        breaker.failureThreshold = .max
        state = Mutex(
            State(
                lifecycle: ConnectionLifecycle(
                    persistence: .reconnecting(configuration.reconnectBackoff), breaker: breaker)))
        onLoop = NIOLoopBoundBox.makeBoxSendingValue(OnLoop(), eventLoop: eventLoop)
    }

    /// Connects and waits until the channels are confirmed; a first attempt that fails ends it.
    func begin() async -> RedisError? {
        await withUnsafeContinuation { waiter in
            perform(
                state.withLock { state in
                    state.beginning = waiter
                    return state.lifecycle.demand()
                })
        }
    }

    /// The next event; `nil` once it is over or the task is cancelled.
    func next() async -> RedisSubscriptionEvent? {
        await withTaskCancellationHandler {
            await withUnsafeContinuation { consumer in
                let (answer, resumesReading) = state.withLock { state -> (RedisSubscriptionEvent??, Bool) in
                    precondition(state.consumer == nil, "two tasks iterate over one subscription")
                    if Task.isCancelled { return (.some(nil), false) }
                    if let event = state.buffer.popFirst() {
                        let resumes = !state.isReading && state.buffer.count <= bufferLimit / 2
                        if resumes { state.isReading = true }
                        return (event, resumes)
                    }
                    if state.lifecycle.state == .closed { return (.some(nil), false) }
                    state.consumer = consumer
                    return (nil, false)
                }
                if let answer { consumer.resume(returning: answer) }
                if resumesReading {
                    // As it is by then: the buffer may have filled up again meanwhile.
                    eventLoop.execute {
                        self.onLoop.value.channel?.setReading(self.state.withLock { $0.isReading })
                    }
                }
            }
        } onCancel: {
            takeConsumer()?.resume(returning: nil)
        }
    }

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

    private func takeConsumer() -> UnsafeContinuation<RedisSubscriptionEvent?, Never>? {
        state.withLock { state in
            defer { state.consumer = nil }
            return state.consumer
        }
    }

    private func closeOnLoop() {
        let beginning = state.withLock { state in
            _ = state.lifecycle.close()
            defer { state.beginning = nil }
            return state.beginning
        }
        onLoop.value.keepAlive?.cancel()
        onLoop.value.channel?.close()
        onLoop.value.channel = nil
        beginning?.resume(returning: ConnectionLifecycle.closedError)
        takeConsumer()?.resume(returning: nil)
    }

    private func perform(_ action: ConnectionLifecycle.Action) {
        switch action {
        case .nothing: break
        case .connect:
            eventLoop.execute { RedisConnector.connect(self.configuration, on: self.eventLoop, delegate: self) }
        case .connectAt(let due):
            eventLoop.scheduleTask(deadline: due) { [weak self] in
                guard let self else { return }
                self.perform(self.state.withLock { $0.lifecycle.timeHasCome() })
            }
        }
    }

    private func push(_ events: [RedisSubscriptionEvent]) {
        guard !events.isEmpty else { return }
        let (wakes, stopsReading) = state.withLock {
            state -> ((UnsafeContinuation<RedisSubscriptionEvent?, Never>, RedisSubscriptionEvent)?, Bool) in
            state.buffer.append(contentsOf: events)
            var wakes: (UnsafeContinuation<RedisSubscriptionEvent?, Never>, RedisSubscriptionEvent)?
            if let consumer = state.consumer, let first = state.buffer.popFirst() {
                state.consumer = nil
                wakes = (consumer, first)
            }
            let stops = state.isReading && state.buffer.count >= bufferLimit
            if stops { state.isReading = false }
            return (wakes, stops)
        }
        if let (consumer, event) = wakes { consumer.resume(returning: event) }
        if stopsReading { onLoop.value.channel?.setReading(false) }
    }

    /// A silent connection is asked to say something; one that stays silent is given up.
    private func checkSilence() {
        guard let channel = onLoop.value.channel, state.withLock({ $0.isReading }) else { return }
        guard onLoop.value.hasHeard else {
            channel.fail(
                RedisError(.timeout, "the subscription's server has gone silent", delivery: .outcomeUnknown))
            return
        }
        onLoop.value.hasHeard = false
        var ping = RedisCommands()
        ping.begin("PING", arguments: 0)
        channel.write(ByteBuffer(ping))
    }
}

extension SubscriptionConnection: RedisChannelDelegate, OwnedConnection {
    func connectionReady(_ channel: RedisChannelHandler, clientID: Int64?, runID: String?) {
        let isWanted = state.withLock { state in
            state.lifecycle.becameReady(clientID: clientID, runID: runID)
            state.unconfirmed = channels.count
            state.isReading = true
            return state.lifecycle.isReady
        }
        guard isWanted else {
            channel.close()
            return
        }
        onLoop.value.channel = channel
        onLoop.value.hasHeard = true
        var commands = RedisCommands()
        commands.append("SUBSCRIBE", channels)
        channel.write(ByteBuffer(commands))
        let interval = TimeAmount(configuration.commandTimeout)
        onLoop.value.keepAlive?.cancel()
        onLoop.value.keepAlive = eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
            self.checkSilence()
        }
    }

    func connectionReceived(_ batch: ReplyBatch) {
        let lastHeard = onLoop.value.lastHeard
        onLoop.value.hasHeard = true
        var events: [RedisSubscriptionEvent] = []
        for reply in batch {
            if let error = reply.error {
                // As for a user who may not see a channel: trying again is for the lifecycle to decide.
                onLoop.value.channel?.fail(RedisError(error))
                return
            }
            guard reply.count == 3 else { continue }
            switch reply[0].string {
            case "message": events.append(.message(channel: reply[1].string ?? "", payload: reply[2].bytes))
            case "subscribe":
                let (confirms, beginning, isAgain) = state.withLock {
                    state -> (Bool, UnsafeContinuation<RedisError?, Never>?, Bool) in
                    state.unconfirmed -= 1
                    guard state.unconfirmed == 0 else { return (false, nil, false) }
                    defer {
                        state.beginning = nil
                        state.hasBeenSubscribed = true
                    }
                    return (true, state.beginning, state.hasBeenSubscribed)
                }
                if confirms {
                    beginning?.resume(returning: nil)
                    if isAgain { events.append(.resubscribed(lastHeard: lastHeard)) }
                }
            default: break
            }
        }
        // While channels wait to be confirmed, what was lost before is still missing.
        if state.withLock({ $0.unconfirmed == 0 }) { onLoop.value.lastHeard = .now }
        push(events)
    }

    func connectionWrote(_ buffer: consuming ByteBuffer) {}

    func connectionFailed(_ error: RedisError) {
        onLoop.value.channel = nil
        onLoop.value.keepAlive?.cancel()
        let (beginning, action) = state.withLock { state in
            var action = state.lifecycle.failed(error, now: .now(), fraction: .random(in: 0..<1))
            let beginning = state.beginning
            state.beginning = nil
            if beginning != nil {
                _ = state.lifecycle.close()
                action = .nothing
            }
            return (beginning, action)
        }
        logger.warning("no subscription", metadata: ["redis": "\(configuration)", "error": "\(error)"])
        beginning?.resume(returning: error)
        perform(action)
    }
}
