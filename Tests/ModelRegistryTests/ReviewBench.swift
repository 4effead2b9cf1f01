import EventBus
import FixtureMLflow
import HokusaiEvents
import Logging
import ModelRegistry
import RedisClient
import RedisEventBus
import TestSupport

/// A registry, a log, and reviews between them.
struct ReviewBench: Sendable {
    let fixture: FixtureMLflow
    let mlflow: MLflowClient
    let server: TestRedisServer
    let client: RedisClient
    let bus: RedisEventBus

    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Runs a test on a bench of its own.
    static func run(_ work: @escaping @Sendable (ReviewBench) async throws -> Void) async throws {
        let server = try await TestRedisServer()
        let client = RedisClient(configuration: try RedisConfiguration(url: server.url), logger: quiet)
        let bus = RedisEventBus(
            client: client, events: Catalogue.declarations, namespace: "test", source: "tests", logger: quiet)
        do {
            try await FixtureMLflow.run { fixture in
                let mlflow = try Fixture.client(fixture)
                do {
                    try await work(
                        ReviewBench(fixture: fixture, mlflow: mlflow, server: server, client: client, bus: bus))
                } catch {
                    await mlflow.close()
                    throw error
                }
                await mlflow.close()
            }
        } catch {
            await client.close()
            await server.stop()
            throw error
        }
        await client.close()
        await server.stop()
    }

    /// A review as a process of its own would have it.
    func review(
        publisher: (any EventPublisher)? = nil, writesBack: Bool = false,
        histories: ModelVersionReview.Histories? = nil
    ) -> ModelVersionReview {
        ModelVersionReview(
            mlflow: mlflow, publisher: publisher ?? bus, writesBack: writesBack, logger: Self.quiet,
            histories: histories ?? { [self] id in .read(try await history(of: id)) })
    }

    func history(of modelID: String) async throws -> ModelVersionHistory {
        try await bus.load(
            modelID, type: "model", in: ModelRegistered.declaration.stream, into: ModelVersionHistory()
        ) { history, event in
            history.add(event.record, version: event.version)
        }.state
    }

    /// The events of a version as the log has them, in order.
    func events(of modelID: String) async throws -> [EventRecord] {
        var events: [EventRecord] = []
        for try await event in bus.history(of: modelID, type: "model", in: ModelRegistered.declaration.stream) {
            events.append(event.record)
        }
        return events
    }

    func types(of modelID: String) async throws -> [String] { try await events(of: modelID).map(\.type) }
}
