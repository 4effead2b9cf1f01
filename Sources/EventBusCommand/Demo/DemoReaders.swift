import EventBus
import HokusaiEvents
import RedisClient
import RedisEventBus

/// Everybody who receives events in the demonstration: a worker, a listener and a typed consumer.
struct DemoReaders: Sendable {
    let client: RedisClient
    /// Takes what is received.
    let sightings: DemoSightings

    /// Takes messages off a list as redis-py's `brpoplpush` does, until the task is cancelled: pop into the processing
    /// list, work, then remove the very bytes.
    ///
    /// - Throws: ``RedisError``, where the server goes away.
    func work(on list: String) async throws {
        let connection = try await client.blockingConnection()
        while !Task.isCancelled {
            guard let message = try await pop(list, over: connection) else { continue }
            sightings.note("list \(list)", "BRPOPLPUSH → \(message)")
            _ = try await client.command("LREM", processing(list), "1", message)
        }
        await connection.close()
    }

    private func processing(_ list: String) -> String { list + ":processing" }

    /// Waits a second for a message at most.
    private func pop(_ list: String, over connection: RedisBlockingConnection) async throws -> String? {
        var commands = RedisCommands()
        commands.append("BRPOPLPUSH", list, processing(list), "1")
        let reply = try await connection.send(commands, deadline: .seconds(10))
        return reply.string
    }

    /// Receives what is published on channels, until the task is cancelled.
    func listen(to subscription: RedisSubscription) async {
        for await event in subscription {
            if case .message(let channel, let payload) = event {
                let text = String(decoding: payload, as: UTF8.self)
                sightings.note("channel \(channel)", text)
            }
        }
    }

    /// Functions that get events as the types that were generated from the catalogue.
    var handlers: EventHandlers {
        let sightings = sightings
        var handlers = EventHandlers()
        handlers.on(ModelRegistered.self) { event, _ in
            sightings.see("ModelRegistered", "\(event.modelName) \(event.modelVersion) for token \(event.tokenSymbol)")
        }
        handlers.on(ValidationFailed.self) { event, _ in
            sightings.see("ValidationFailed", "\(event.reason.rawValue): \(event.message)")
        }
        handlers.on(ModelReadyToDeploy.self) { event, _ in
            sightings.see(
                "ModelReadyToDeploy", "\(event.metricName) \(event.currentValue), baseline \(event.baselineValue)")
        }
        handlers.on(Deployed.self) { event, _ in
            sightings.see("Deployed", "\(event.tokenSymbol) at \(event.tokenAddress) on \(event.network.rawValue)")
        }
        handlers.on(MetricImproved.self) { event, _ in
            sightings.see("MetricImproved", "\(event.metricName) \(event.previousValue) → \(event.currentValue)")
        }
        return handlers
    }
}

extension DemoSightings {
    /// Notes that the typed consumer received an event.
    fileprivate func see(_ type: String, _ text: String) { note("consumer \(type)", text) }
}
