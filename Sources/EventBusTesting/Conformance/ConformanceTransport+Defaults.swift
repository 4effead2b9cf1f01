public import EventBus

extension ConformanceTransport {
    /// A clock that goes by itself.
    public var clock: any Clock<Duration> { ContinuousClock() }

    /// Sleeps on ``clock``.
    public func pass(_ duration: Duration) async throws { try await clock.sleep(for: duration) }

    /// Not implemented.
    public func deadLetters(group: String, of stream: StreamDeclaration) async throws -> [ConformanceDeadLetter] {
        throw notImplemented(.deadLetters)
    }

    /// Not implemented.
    public func redrive(_ letter: ConformanceDeadLetter, of stream: StreamDeclaration) async throws -> Bool {
        throw notImplemented(.redrive)
    }

    /// Not implemented.
    public func discard(_ letter: ConformanceDeadLetter, of stream: StreamDeclaration) async throws {
        throw notImplemented(.redrive)
    }

    /// Not implemented.
    public func pause(group: String, of stream: StreamDeclaration) async throws { throw notImplemented(.pause) }

    /// Not implemented.
    public func resume(group: String, of stream: StreamDeclaration) async throws { throw notImplemented(.pause) }

    /// Not implemented.
    public func restart() async throws { throw notImplemented(.restart) }

    /// Not implemented.
    public func appendUnchecked(
        _ fields: [(name: String, value: [UInt8])], to stream: StreamDeclaration
    ) async throws {
        throw notImplemented(.uncheckedEntries)
    }

    /// Not implemented.
    public func subscribe(
        to stream: StreamDeclaration, from start: ConformanceStart,
        _ receive: @escaping @Sendable (ConformanceSighting) -> Void
    ) async throws -> any ConformanceRunning {
        throw notImplemented(.subscribers)
    }

    /// Not implemented.
    public func list(_ name: String) async throws -> [String] { throw notImplemented(.lists) }

    /// Not implemented.
    public func listen(
        to channel: String, _ receive: @escaping @Sendable (String) -> Void
    ) async throws -> any ConformanceRunning {
        throw notImplemented(.channels)
    }

    private func notImplemented(_ feature: ConformanceFeatures) -> ConformanceFailure {
        ConformanceFailure(
            "the adapter", expected: "the feature \(feature) implemented or left out of `features`", found: "neither")
    }
}
