import AsyncHTTPClient
import CatalogueEvents
import ConfiguredEventBus
import EventBus
import EventCatalogue
import EventGateway
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import TestSupport

/// A gateway that runs on a free port, on a bus with the repository's catalogue, and a client that asks it.
struct GatewayBench: Sendable {
    /// What the gateway answered.
    struct Answer: Sendable {
        let status: Int
        let headers: HTTPHeaders
        let body: [UInt8]

        /// The body as text.
        var text: String { String(decoding: body, as: UTF8.self) }

        /// The body as JSON; `nil` where it is none.
        var json: JSONValue? { try? JSONValue(parsing: body) }

        /// A member of the JSON object that the body is, by a path like `services/message_queue`.
        subscript(path: String) -> JSONValue? {
            path.split(separator: "/").reduce(json) { value, name in
                switch value {
                case .object(let object): object[String(name)]
                case .array(let items): Int(name).flatMap { items.indices.contains($0) ? .some(items[$0]) : .none }
                default: nil
                }
            }
        }

        /// A member that is a string.
        func string(_ path: String) -> String? {
            if case .string(let text) = self[path] { text } else { nil }
        }
    }

    /// The server beneath.
    let redis: TestRedisServer
    /// What the gateway publishes by.
    let bus: ConfiguredEventBus
    /// The repository's catalogue.
    let catalogue: LoadedCatalogue
    /// Where the gateway listens, on loopback.
    let port: Int

    /// The folder that holds `Package.swift`.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// Runs a gateway for as long as the body does.
    ///
    /// - Parameters:
    ///   - redis: The server to use.
    ///   - url: Another way to it, such as a proxy's.
    ///   - settings: Settings beside those of the bench, as in `[.outboxPath: "…"]`.
    ///   - configuration: How to listen; the port is taken from the system.
    ///   - change: Changes the parts that the gateway serves from.
    static func run<Result: Sendable>(
        on redis: TestRedisServer, url: String? = nil, settings: [Setting: String] = [:],
        configuration: GatewayConfiguration = GatewayConfiguration(port: 0),
        changing change: (inout GatewayParts) -> Void = { _ in },
        _ body: @Sendable @escaping (GatewayBench) async throws -> Result
    ) async throws -> Result {
        let standard: [Setting: String] = [
            .redisURL: url ?? redis.url, .namespace: "gateway\(UInt32.random(in: .min ... .max))",
            .catalogue: root + "/schemas", .source: "/gateway-tests",
        ]
        let loaded = try EventBusSettings.load(flags: standard.merging(settings) { $1 }, environment: [:])
        let catalogue = LoadedCatalogue(try CatalogueReader.read(path: loaded.cataloguePath).catalogue)
        var logger = Logger(label: "gateway-tests")
        logger.logLevel = .critical
        let bus = try ConfiguredEventBus(loaded, events: catalogue.declarations, logger: logger)
        var parts = GatewayParts(bus: bus, catalogue: catalogue, version: "1.2.3", logger: logger)
        change(&parts)
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let gateway = Gateway(configuration, serving: parts) { listening.yield($0) }
        // Ended gracefully, and cancelled only if that takes long: a server that is cancelled while it accepts a connection
        // ends the process (https://github.com/apple/swift-nio/issues/3481).
        var ending = ServiceGroupConfiguration(services: [gateway], logger: logger)
        ending.maximumGracefulShutdownDuration = .seconds(3)
        let services = ServiceGroup(configuration: ending)
        do {
            let result = try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    defer { listening.finish() }
                    try await services.run()
                }
                for await port in ports {
                    let bench = GatewayBench(redis: redis, bus: bus, catalogue: catalogue, port: port)
                    let outcome: Swift.Result<Result, any Error>
                    do { outcome = .success(try await body(bench)) } catch { outcome = .failure(error) }
                    await services.triggerGracefulShutdown()
                    while let _ = await group.nextResult() {}
                    return try outcome.get()
                }
                // It never listened; this says why.
                try await group.waitForAll()
                throw CancellationError()
            }
            await bus.close()
            return result
        } catch {
            await bus.close()
            throw error
        }
    }

    /// The address of a path.
    func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    /// Asks for a path and reads the whole answer.
    func ask(
        _ path: String, _ method: HTTPMethod = .GET, headers: HTTPHeaders = [:], body: String? = nil,
        within deadline: TimeAmount = .seconds(20)
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url(path))
        request.method = method
        request.headers = headers
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: deadline)
        let bytes = try await response.body.collect(upTo: 64 << 20)
        return Answer(status: Int(response.status.code), headers: response.headers, body: [UInt8](buffer: bytes))
    }

    /// Publishes one JSON payload.
    func publish(_ event: String, _ payload: String, headers: HTTPHeaders = [:]) async throws -> Answer {
        var headers = headers
        if !headers.contains(name: "content-type") { headers.add(name: "content-type", value: "application/json") }
        return try await ask("/events/\(event)", .POST, headers: headers, body: payload)
    }
}

/// Payloads that the repository's catalogue accepts.
enum Payloads {
    static func registered(_ model: String = "msg-model/1/msg-ai") -> String {
        """
        {"model_id":"\(model)","model_name":"msg-model","model_version":"1","token_symbol":"msg-ai","metric_name":"reply_rate"}
        """
    }
}
