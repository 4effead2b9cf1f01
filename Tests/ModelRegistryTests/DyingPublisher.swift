import EventBus
import Synchronization

/// A publisher whose process dies: it publishes so many events, and then nothing any more.
final class DyingPublisher: EventPublisher {
    private let publisher: any EventPublisher
    private let left: Mutex<Int>

    init(_ publisher: any EventPublisher, after count: Int) {
        self.publisher = publisher
        left = Mutex(count)
    }

    func publish<E: Event>(_ event: E, context: PublishContext) async throws(PublishError) -> PublishReceipt {
        let isAlive = left.withLock { left in
            left -= 1
            return left >= 0
        }
        guard isAlive else { throw PublishError(.notSent, "the process is gone") }
        return try await publisher.publish(event, context: context)
    }

    func publish<E: Event>(
        contentsOf events: [E], context: PublishContext
    ) async throws(PublishError) -> [PublishReceipt] {
        try await publisher.publish(contentsOf: events, context: context)
    }
}
