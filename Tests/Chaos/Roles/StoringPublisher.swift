import EventOutbox
import RedisEventBus
import ServiceLifecycle

/// A publisher with an outbox: at the end it stays until the outbox is empty.
struct StoringPublisher: Service {
    let publisher: Publisher
    let outbox: EventOutbox
    let bus: RedisEventBus

    func run() async throws {
        // Not a child: it has to go on when everything else is shut down.
        let relay = outbox.relay(over: bus)
        let relaying = Task.detached { try await relay.run() }
        try await publisher.run()
        while try await outbox.status().waiting > 0 { try await Task.sleep(for: .milliseconds(50)) }
        relaying.cancel()
        _ = await relaying.result
        outbox.close()
    }
}
