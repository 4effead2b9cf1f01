import EventBus
import Foundation

/// Writes down what it does, and does what its temper says.
struct Handler: Sendable {
    let facts: FactFile
    let temper: Temper

    /// What a handler throws that fails on purpose.
    private struct Stumble: Error {}

    /// Handles one event.
    ///
    /// - Parameter event: `nil` where the harness did not publish it: that is found in the log.
    func handle(_ event: EventName?, _ delivery: Delivery) async throws {
        guard let event else { return }
        facts.write(.begun(event, Fact.Run(delivery)))
        switch temper.mood(for: event, attempt: delivery.attempt) {
        case .handle: break
        case .fail: throw Stumble()
        case .linger(let pause): try await Task.sleep(for: pause)
        case .reject:
            facts.write(.rejected(event, Fact.Run(delivery)))
            throw Reject("on purpose")
        case .die:
            facts.write(.rejected(event, Fact.Run(delivery)))
            _exit(Temper.deathStatus)
        }
        facts.write(.completed(event, Fact.Run(delivery)))
    }
}

extension Fact.Run {
    /// A run that is at this moment.
    init(_ delivery: Delivery) {
        self.init(attempt: delivery.attempt, epoch: delivery.reader.epoch, at: .now)
    }
}
