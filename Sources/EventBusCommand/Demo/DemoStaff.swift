import EventBus
import HokusaiEvents
import RedisEventBus
import ServiceLifecycle

/// Those who take what is published while the dashboard stays: a typed consumer of each group, and a worker on each list.
struct DemoStaff {
    let bus: RedisEventBus

    /// Runs until it is shut down.
    var services: [any Service] {
        let readers = DemoReaders(client: bus.client, sightings: DemoSightings())
        let consumers: [any Service] = bus.streams.flatMap { stream in
            stream.groups.map {
                bus.consumerGroup(of: stream, group: $0.name, consumer: "demo", handlers: readers.handlers)
            }
        }
        return consumers + bus.workQueues.map { Worker(queue: bus.workQueue($0)) }
    }

    /// Takes messages and finishes them.
    private struct Worker: Service {
        let queue: RawWorkQueue

        func run() async throws {
            try await cancelWhenGracefulShutdown {
                for try await job in queue.jobs(worker: "demo") { try await job.complete() }
            }
        }
    }
}
