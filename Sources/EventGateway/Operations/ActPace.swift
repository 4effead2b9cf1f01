import ServiceLifecycle

/// How fast and how long one request acts on many things.
struct ActPace: Sendable, Hashable {
    /// At most so many a second.
    let rate: Int
    /// At most so many in all.
    let limit: Int

    /// Longer than this no request may take.
    static let longest = Duration.seconds(60)
    static let rates = 1...10_000
    static let limits = 1...100_000

    /// Reads what a body asks for.
    ///
    /// - Throws: ``Problem`` where it can't be.
    init(_ body: ActBody) throws(Problem) {
        rate = try body.number("rate", in: Self.rates, default: 50)
        limit = try body.number("limit", in: Self.limits, default: 1_000)
    }

    /// How long to wait before the next act, so that acts are even.
    func pause(after done: Int, elapsed: Duration) -> Duration {
        max(.seconds(1) * done / rate - elapsed, .zero)
    }

    /// Does things one after another; ends early when the time is up or the gateway is shut down.
    ///
    /// - Returns: Whether all were done.
    func forEach<Item: Sendable>(_ items: [Item], _ act: (Item) async throws -> Void) async throws -> Bool {
        let began = ContinuousClock.now
        for (done, item) in items.enumerated() {
            let pause = pause(after: done, elapsed: began.duration(to: .now))
            if pause > .zero { try? await cancelWhenGracefulShutdown { try await Task.sleep(for: pause) } }
            let isOver = Task.isCancelled || Task.isShuttingDownGracefully
            if isOver || began.duration(to: .now) > Self.longest { return false }
            try await act(item)
        }
        return true
    }
}
