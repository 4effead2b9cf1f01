import AsyncHTTPClient
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

/// An MLflow server for tests: answers as the real one was seen to (3.17), out of memory, on a free port of loopback. It can
/// be told to fail.
///
/// Use it by ``run(webhooks:_:)``, which stops it at the end.
package final class FixtureMLflow: Sendable {
    let state = Mutex(State())
    /// Its webhooks.
    package let deliveries: FixtureDeliveries

    struct State: Sendable {
        var registry = FixtureRegistry()
        var faults: [(path: String, fault: FixtureFault, left: Int)] = []
        var asked: [String: Int] = [:]
        var authorization: String?
        var writesBareNaN = false
        var pagesInACircle = false
        var port = 0
    }

    private init() {
        deliveries = FixtureDeliveries()
    }

    /// Runs a server until `work` is done.
    package static func run<Found: Sendable>(
        _ work: @escaping @Sendable (FixtureMLflow) async throws -> Found
    ) async throws -> Found {
        let fixture = FixtureMLflow()
        let (ports, noted) = AsyncStream<Int>.makeStream()
        let application = Application(
            router: fixture.router(),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in noted.yield(channel.localAddress?.port ?? 0) }, logger: silence)
        // Ended gracefully: a server of this library whose task is cancelled while it accepts a connection ends the process
        // (https://github.com/apple/swift-nio/issues/3481).
        let services = ServiceGroup(services: [application], logger: silence)
        return try await withTaskGroup(of: Result<Found, any Error>?.self) { group in
            group.addTask {
                do { try await services.run() } catch { return .failure(error) }
                return nil
            }
            group.addTask {
                for await port in ports {
                    fixture.state.withLock { $0.port = port }
                    break
                }
                do {
                    let found = try await work(fixture)
                    await fixture.deliveries.settle()
                    return .success(found)
                } catch { return .failure(error) }
            }
            var outcome: Result<Found, any Error> = .failure(CancellationError())
            for await ended in group {
                if let ended { outcome = ended }
                noted.finish()
                await services.triggerGracefulShutdown()
            }
            return outcome
        }.get()
    }

    /// The address for a client.
    package var url: String { "http://127.0.0.1:\(state.withLock { $0.port })" }

    /// Does `fault` to the next requests instead of answering them.
    ///
    /// - Parameters:
    ///   - path: Below `/api/2.0/mlflow/`, e.g. `runs/get`; an empty one means all.
    ///   - count: How many requests.
    package func fail(_ path: String = "", with fault: FixtureFault, count: Int = 1) {
        state.withLock { $0.faults.append((path, fault, count)) }
    }

    /// Ends all faults.
    package func heal() { state.withLock { $0.faults = [] } }

    /// How often a path was asked for, failed requests included.
    package func requests(of path: String) -> Int { state.withLock { $0.asked[path] ?? 0 } }

    /// Answers 401 to whoever does not send this header `Authorization`.
    package func require(authorization: String) { state.withLock { $0.authorization = authorization } }

    /// Writes not-a-number without quotes, as Python's JSON does.
    package func writeBareNaN() { state.withLock { $0.writesBareNaN = true } }

    /// Has each page of a search lead to one of two others, for ever.
    package func leadPagesInACircle() { state.withLock { $0.pagesInACircle = true } }

    /// Whether new versions begin as `PENDING_REGISTRATION`, until ``finishRegistration(of:_:)``.
    package func holdRegistrations() { state.withLock { $0.registry.firstStatus = "PENDING_REGISTRATION" } }

    private static let silence = Logger(label: "fixture-mlflow") { _ in SwiftLogNoOpLogHandler() }
}
