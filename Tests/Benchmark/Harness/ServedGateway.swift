import CatalogueEvents
import ConfiguredEventBus
import EventCatalogue
import EventGateway
import Foundation
import Hummingbird
import Synchronization
import TestSupport

/// A gateway on the bench's server, and beside it an empty Hummingbird handler, in this process.
enum ServedGateway {
    /// Where both listen.
    struct Addresses: Sendable {
        let gateway: String
        let empty: String
    }

    /// Runs both until `work` is done.
    ///
    /// - Parameter change: Changes what the gateway serves from.
    static func run<Found: Sendable>(
        on bench: Bench, changing change: (inout GatewayParts) -> Void = { _ in },
        _ work: @escaping @Sendable (Addresses) async throws -> Found
    ) async throws -> Found {
        let settings = try EventBusSettings.load(environment: [
            "REDIS_URL": bench.server.url, "EVENTBUS_NAMESPACE": "bench",
        ])
        let reading = try CatalogueReader.read(path: catalogue)
        guard reading.isValid else { throw BenchmarkError.unexpected("the benchmark's catalogue is not valid") }
        let loaded = LoadedCatalogue(reading.catalogue)
        let bus = try ConfiguredEventBus(settings, events: loaded.declarations, logger: Bench.silence)
        var parts = GatewayParts(bus: bus, catalogue: loaded, version: "0", logger: Bench.silence)
        change(&parts)
        var configuration = GatewayConfiguration(port: 0)
        configuration.limits.requestRate = nil
        let ports = Ports()
        let gateway = Gateway(configuration, serving: parts) { ports.note(gateway: $0) }
        let router = Router()
        router.post("empty") { _, _ in HTTPResponse.Status.ok }
        let empty = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { ports.note(empty: $0.localAddress?.port ?? 0) }, logger: Bench.silence)
        let found = try await RunningService.run([gateway, empty]) { try await work(try await ports.addresses()) }
        await bus.close()
        return found
    }

    /// The repository's catalogue.
    static let hokusaiCatalogue = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("schemas").path

    private static let catalogue = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("benchmark.catalogue.yaml").path
}

/// The ports that were taken, once both are.
private final class Ports: Sendable {
    private let ports = Mutex((gateway: 0, empty: 0))

    func note(gateway port: Int) { ports.withLock { $0.gateway = port } }
    func note(empty port: Int) { ports.withLock { $0.empty = port } }

    func addresses() async throws -> ServedGateway.Addresses {
        for _ in 0..<1_000 {
            let ports = ports.withLock { $0 }
            if ports.gateway != 0, ports.empty != 0 {
                return ServedGateway.Addresses(
                    gateway: "http://127.0.0.1:\(ports.gateway)", empty: "http://127.0.0.1:\(ports.empty)")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw BenchmarkError.unexpected("the gateway does not listen after 5 s")
    }
}
