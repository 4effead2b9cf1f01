import Synchronization

/// Since when a write has been waiting for a client that does not read.
final class WriteWatch: Sendable {
    private let began = Mutex<ContinuousClock.Instant?>(nil)

    /// A write begins.
    func begin() { began.withLock { $0 = .now } }

    /// The write is done.
    func end() { began.withLock { $0 = nil } }

    /// For how long the present write has been waiting; zero where there is none.
    var waiting: Duration { began.withLock { $0 }.map { $0.duration(to: .now) } ?? .zero }
}
