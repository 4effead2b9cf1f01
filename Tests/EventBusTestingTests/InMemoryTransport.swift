import EventBus
import Synchronization

@testable import EventBusTesting

/// The bus in memory as the conformance suite sees it, on a clock that the case moves.
struct InMemoryTransport: ConformanceTransport {
    private let testClock = TestClock()
    private let bus: InMemoryEventBus

    init(sabotage: Sabotage? = nil) {
        bus = InMemoryEventBus(
            events: ConformanceCatalogue.declarations, source: "/conformance", seed: 1, clock: testClock,
            sabotage: sabotage)
    }

    static let features = ConformanceFeatures.all.subtracting(.restart)
    var features: ConformanceFeatures { Self.features }
    var clock: any Clock<Duration> { testClock }

    func pass(_ duration: Duration) async throws {
        await testClock.advance(by: duration)
        // Subscribers and cancelled handlers are nobody's to wait for; they get a moment of real time.
        try await Task.sleep(for: .milliseconds(1))
    }

    func publisher() async throws -> ConformancePublisher { ConformancePublisher(bus) }

    func start(_ consumer: ConformanceConsumer) async throws -> any ConformanceRunning {
        Consumer(
            consumer: bus.consume(
                consumer.stream, group: consumer.group, consumer: consumer.name,
                limits: InMemoryConsumerLimits(
                    concurrency: consumer.concurrency, handlerTimeout: consumer.handlerTimeout),
                handlers: consumer.handlers))
    }

    func isFinished(group: String, of stream: StreamDeclaration) async throws -> Bool {
        bus.isFinished(group: group, of: stream)
    }

    func end() async {}

    func deadLetters(group: String, of stream: StreamDeclaration) async throws -> [ConformanceDeadLetter] {
        bus.deadLetters(group: group, of: stream).map { letter in
            ConformanceDeadLetter(
                reference: "\(letter.partition) \(letter.position)", group: letter.group, attempts: letter.attempts,
                error: letter.error, bytes: letter.bytes)
        }
    }

    func redrive(_ letter: ConformanceDeadLetter, of stream: StreamDeclaration) async throws -> Bool {
        find(letter, of: stream).map { bus.redrive($0) } ?? false
    }

    func discard(_ letter: ConformanceDeadLetter, of stream: StreamDeclaration) async throws {
        if let letter = find(letter, of: stream) { bus.discard(letter) }
    }

    private func find(_ letter: ConformanceDeadLetter, of stream: StreamDeclaration) -> InMemoryDeadLetter? {
        bus.deadLetters(group: letter.group, of: stream).first {
            "\($0.partition) \($0.position)" == letter.reference
        }
    }

    func pause(group: String, of stream: StreamDeclaration) async throws { bus.pause(group: group, of: stream) }

    func resume(group: String, of stream: StreamDeclaration) async throws { bus.resume(group: group, of: stream) }

    func appendUnchecked(
        _ fields: [(name: String, value: [UInt8])], to stream: StreamDeclaration
    ) async throws {
        bus.appendUnchecked(fields, to: stream)
    }

    func subscribe(
        to stream: StreamDeclaration, from start: ConformanceStart,
        _ receive: @escaping @Sendable (ConformanceSighting) -> Void
    ) async throws -> any ConformanceRunning {
        let from: InMemorySubscription.Start =
            switch start {
            case .now: .now
            case .beginning: .beginning
            case .after(let cursor): .after(cursor.split(separator: ",").compactMap { StreamPosition($0) })
            }
        let subscription = bus.subscribe(to: stream, from: from)
        return Reader(
            task: Task {
                for await element in subscription {
                    let cursor = element.cursor.map(\.description).joined(separator: ",")
                    receive(ConformanceSighting(record: element.record, cursor: cursor))
                }
            })
    }

    func list(_ name: String) async throws -> [String] { bus.list(name).map(\.text) }

    func listen(
        to channel: String, _ receive: @escaping @Sendable (String) -> Void
    ) async throws -> any ConformanceRunning {
        let (bus, clock) = (bus, testClock)
        return Reader(
            task: Task {
                var heard = 0
                while !Task.isCancelled {
                    for message in bus.channel(channel).dropFirst(heard) {
                        heard += 1
                        receive(message.text)
                    }
                    try? await clock.sleep(for: .milliseconds(1))
                }
            })
    }

    private struct Consumer: ConformanceRunning {
        let consumer: InMemoryConsumer
        func stop() async throws { await consumer.stop() }
        func kill() async { consumer.crash() }
    }

    private struct Reader: ConformanceRunning {
        let task: Task<Void, Never>
        func stop() async throws { task.cancel() }
        func kill() async { task.cancel() }
    }
}
