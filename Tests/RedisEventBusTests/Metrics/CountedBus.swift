import EventBus
import EventBusMetrics
import Logging
import RedisClient
import RedisEventBus
import TestSupport

/// A bus on a private server that counts into a registry of its own.
struct CountedBus {
    let server: TestRedisServer
    let client: RedisClient
    let bus: RedisEventBus
    let registry: MetricRegistry

    static func run(_ body: (CountedBus) async throws -> Void) async throws {
        let server = try await TestRedisServer()
        var configuration = try RedisConfiguration(url: server.url)
        configuration.reconnectBackoff = RedisBackoff(base: .milliseconds(1), maximum: .milliseconds(20))
        configuration.circuitBreaker.failureThreshold = 2
        configuration.circuitBreaker.openDuration = .milliseconds(20)
        let client = RedisClient(configuration: configuration)
        let registry = MetricRegistry()
        let bus = RedisEventBus(
            client: client, events: parcelEvents, namespace: "test", source: "tests",
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, metrics: registry)
        let it = CountedBus(server: server, client: client, bus: bus, registry: registry)
        do { try await body(it) } catch {
            await client.close()
            await server.stop()
            throw error
        }
        await client.close()
        await server.stop()
    }

    /// The value of a series; `nil` where there is none. Labels are written sorted by name.
    func value(_ series: String) -> Double? {
        let lines = String(decoding: registry.prometheusText(), as: UTF8.self).split(separator: "\n")
        return lines.first { $0.hasPrefix(series + " ") }.flatMap { Double($0.dropFirst(series.utf8.count + 1)) }
    }

    /// Every name that is written.
    var names: Set<String> {
        let lines = String(decoding: registry.prometheusText(), as: UTF8.self).split(separator: "\n")
        return Set(lines.filter { $0.hasPrefix("# TYPE ") }.map { String($0.split(separator: " ")[2]) })
    }
}
