import ArgumentParser
import Foundation
import Logging
import RedisClient
import RedisEventBus
import ServiceLifecycle
import UnixSignals

/// What every role is told.
struct RoleOptions: ParsableArguments {
    @Option(help: "The address of the server, or of what stands before it.")
    var url: String

    @Option(help: "The role's name: the same in all its lives.")
    var name: String

    @Option(help: "The file for the facts.")
    var facts: String

    /// Makes a client and a bus, and runs the service that `make` makes until SIGTERM.
    func run(
        publishing: PublishPolicy = PublishPolicy(), _ make: (RedisEventBus, FactFile) async throws -> any Service
    ) async throws {
        Self.endWithParent()
        var logger = Logger(label: name) { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .notice
        let client = RedisClient(configuration: try configuration(), logger: logger)
        let bus = RedisEventBus(
            client: client, events: Catalogue.declarations, namespace: Stage.namespace, source: source,
            publishing: publishing,
            logger: logger)
        let service = try await make(bus, try FactFile(path: facts))
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)],
                gracefulShutdownSignals: [.sigterm], logger: logger))
        try await group.run()
        await client.close()
    }

    /// The CloudEvents source of what it publishes.
    var source: String { "urn:chaos:\(name)" }

    /// Impatient, so that a run sees more than one round of each recovery.
    private func configuration() throws -> RedisConfiguration {
        var configuration = try RedisConfiguration(url: url)
        configuration.clientName = name
        configuration.connectTimeout = .seconds(1)
        configuration.commandTimeout = .seconds(3)
        return configuration
    }

    /// Ends this process once the conductor is gone, however that ended: standard input is a pipe from it.
    private static func endWithParent() {
        Thread.detachNewThread {
            while let data = try? FileHandle.standardInput.read(upToCount: 1), !data.isEmpty {}
            _exit(0)
        }
    }
}
