import EventBus
import Synchronization

/// What a case works with: one transport, what it has started there, and how it waits and judges.
final class ConformanceStage: Sendable {
    let transport: any ConformanceTransport
    private let scale: Double
    private let running = Mutex<[any ConformanceRunning]>([])
    private let publishers = Mutex<[ConformancePublisher]>([])

    init(transport: any ConformanceTransport, scale: Double) {
        self.transport = transport
        self.scale = scale
    }

    /// A number of the book, made smaller or larger by the scale.
    func scaled(_ number: Int, atLeast least: Int) -> Int { max(least, Int(Double(number) * scale)) }

    func end() async {
        for running in running.withLock({ $0 }).reversed() { await running.kill() }
        for publisher in publishers.withLock({ $0 }) { await publisher.close() }
        await transport.end()
    }

    // MARK: Publishing

    func publisher() async throws -> any EventPublisher {
        let made = try await transport.publisher()
        publishers.withLock { $0.append(made) }
        return made.publisher
    }

    @discardableResult
    func publish<Topic: ConformanceTopic>(_ events: [ConformanceEvent<Topic>]) async throws -> [PublishReceipt] {
        try await publisher().publish(contentsOf: events)
    }

    // MARK: Consuming

    /// Starts a consumer that notes what it handles.
    @discardableResult
    func consume<Topic: ConformanceTopic>(
        _: Topic.Type, group: String = "readers", as name: String = "c", concurrency: Int = 4,
        handlerTimeout: Duration? = nil, noting seen: Sightings,
        _ body: @escaping @Sendable (ConformanceEvent<Topic>, Delivery) async throws -> Void = { _, _ in }
    ) async throws -> any ConformanceRunning {
        var handlers = EventHandlers()
        handlers.on(ConformanceEvent<Topic>.self) { [transport] event, delivery in
            let id = try delivery.envelope().id
            let now = transport.now
            seen.begin(
                Sightings.One(
                    id: id, key: event.key, number: event.number, attempt: delivery.attempt, consumer: name,
                    time: now))
            try await body(event, delivery)
            seen.end(key: event.key, number: event.number)
        }
        return try await start(
            ConformanceConsumer(
                stream: Topic.declaration.stream, group: group, name: name, concurrency: concurrency,
                handlerTimeout: handlerTimeout, handlers: handlers))
    }

    func start(_ consumer: ConformanceConsumer) async throws -> any ConformanceRunning {
        let started = try await transport.start(consumer)
        running.withLock { $0.append(started) }
        return started
    }

    /// Stops a consumer, and lets time pass for the handlers that it waits for.
    func stop(_ consumer: any ConformanceRunning, fileID: String = #fileID, line: Int = #line) async throws {
        let gone = Gate()
        let stopping = Task {
            defer { gone.open() }
            try await consumer.stop()
        }
        try await eventually("a consumer stops", within: .seconds(30), fileID: fileID, line: line) { gone.isOpen }
        try await stopping.value
    }

    func subscribe<Topic: ConformanceTopic>(
        _: Topic.Type, from start: ConformanceStart, _ seen: Received<ConformanceSighting>
    ) async throws {
        let started = try await transport.subscribe(to: Topic.declaration.stream, from: start) { seen.add($0) }
        running.withLock { $0.append(started) }
    }

    func listen(to channel: String, _ heard: Received<String>) async throws {
        let started = try await transport.listen(to: channel) { heard.add($0) }
        running.withLock { $0.append(started) }
    }

    // MARK: Waiting

    /// Sleeps within a handler.
    func sleep(_ duration: Duration) async throws { try await transport.clock.sleep(for: duration) }

    /// Waits within a handler until a gate is open.
    func wait(for gate: Gate) async throws {
        while !gate.isOpen { try await sleep(.milliseconds(5)) }
    }

    /// Waits until a condition holds.
    ///
    /// - Throws: ``ConformanceFailure`` where it does not within the time.
    func eventually(
        _ what: String, within limit: Duration = .seconds(20),
        found: @autoclosure () async throws -> String = "it does not",
        fileID: String = #fileID, line: Int = #line, _ condition: () async throws -> Bool
    ) async throws {
        var waited = Duration.zero
        var step = Duration.milliseconds(2)
        while try await !condition() {
            guard waited < limit else {
                throw ConformanceFailure(
                    what, expected: "so within \(limit)", found: try await found(), fileID: fileID, line: line)
            }
            try await transport.pass(step)
            waited += step
            step = min(step * 2, .milliseconds(50))
        }
    }

    /// Waits until a group has nothing left to do.
    func eventuallyFinished<Topic: ConformanceTopic>(
        _: Topic.Type, group: String = "readers", within limit: Duration = .seconds(20), fileID: String = #fileID,
        line: Int = #line
    ) async throws {
        try await eventually(
            "group \(group) acknowledges all", within: limit, found: "some is pending", fileID: fileID, line: line
        ) {
            try await transport.isFinished(group: group, of: Topic.declaration.stream)
        }
    }

    /// Makes sure that a condition holds for a while.
    ///
    /// - Throws: ``ConformanceFailure`` where it ceases to.
    func always(
        _ what: String, for time: Duration, found: @autoclosure () -> String = "it does not", fileID: String = #fileID,
        line: Int = #line, _ condition: () async throws -> Bool
    ) async throws {
        var waited = Duration.zero
        let step = time / 10
        while true {
            guard try await condition() else {
                throw ConformanceFailure(
                    what, expected: "so for \(time)", found: "\(found()) after \(waited)", fileID: fileID, line: line)
            }
            if waited >= time { return }
            try await transport.pass(step)
            waited += step
        }
    }

    // MARK: Judging

    /// - Throws: ``ConformanceFailure`` where the two differ.
    func expect<Value: Equatable>(
        _ what: String, _ found: Value, is expected: Value, fileID: String = #fileID, line: Int = #line
    ) throws(ConformanceFailure) {
        guard found != expected else { return }
        throw ConformanceFailure(
            what, expected: "\(expected)", found: "\(found)", fileID: fileID, line: line)
    }

    /// - Throws: ``ConformanceFailure`` where `holds` is false.
    func expect(
        _ what: String, _ holds: Bool, expected: String, found: String, fileID: String = #fileID, line: Int = #line
    ) throws(ConformanceFailure) {
        guard !holds else { return }
        throw ConformanceFailure(what, expected: expected, found: found, fileID: fileID, line: line)
    }

    /// Runs a number of jobs at once.
    func concurrently(_ count: Int, _ job: @escaping @Sendable (Int) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for index in 0..<count { tasks.addTask { try await job(index) } }
            try await tasks.waitForAll()
        }
    }
}

extension ConformanceTransport {
    /// The clock's time, from some beginning.
    fileprivate var now: Duration {
        if let clock = clock as? TestClock { return clock.now.sinceStart }
        return ConformanceEpoch.start.duration(to: .now)
    }
}

private enum ConformanceEpoch {
    static let start = ContinuousClock.now
}
