import EventBus
import FixtureMLflow
import Foundation
import NIOCore
import TestSupport
import Testing

@testable import EventGateway

@Suite("Bodies of deliveries that anybody may send")
struct WebhookBodyTests {
    typealias Bench = WebhookBench

    private static let code = "v1," + Data(repeating: 7, count: 32).base64EncodedString()

    private static var now: Int64 { Timestamp.now.microseconds / 1_000_000 }

    /// The head of a delivery whose headers look right.
    private static func head(id: String = "a", time: Int64 = now, signature: String = code, length: Int) -> String {
        """
        POST /webhooks/mlflow HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
        X-MLflow-Delivery-Id: \(id)\r\nX-MLflow-Timestamp: \(time)\r\nX-MLflow-Signature: \(signature)\r\n\
        Content-Length: \(length)\r\n\r\n
        """
    }

    private static func limits(_ change: (inout GatewayLimits) -> Void) -> GatewayConfiguration {
        var configuration = GatewayConfiguration(port: 0)
        change(&configuration.limits)
        return configuration
    }

    private static func run(
        _ configuration: GatewayConfiguration = GatewayConfiguration(port: 0),
        _ body: @Sendable @escaping (Bench) async throws -> Void
    ) async throws {
        let redis = try await TestRedisServer()
        try await FixtureMLflow.run { fixture in
            try await Bench.run(on: redis, fixture: fixture, configuration: configuration, body)
        }
    }

    @Test("one whose headers say that nobody signed it is refused before its body is sent")
    func headers() async throws {
        try await Self.run { bench in
            let heads = [
                Self.head(id: "a.b", length: 100_000), Self.head(time: Self.now - 400, length: 100_000),
                Self.head(time: Self.now + 400, length: 100_000), Self.head(signature: "v1,AAAA", length: 100_000),
                "POST /webhooks/mlflow HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n",
            ]
            for head in heads {
                let connection = try await RawConnection(port: bench.gateway.port)
                await connection.write(head)
                let isRefused = await eventually { connection.received.hasPrefix("HTTP/1.1 401") }
                #expect(isRefused, "\(head)")
                let isClosed = await eventually { connection.isClosed }
                #expect(isClosed)
            }
        }
    }

    @Test(
        "all bodies together have so much room and no more; small ones are taken all the same, and room is given back")
    func room() async throws {
        let configuration = Self.limits { $0.unknownBytes = 200_000 }
        try await Self.run(configuration) { bench in
            bench.addVersion("msg-model")
            let piece = String(repeating: "x", count: 100_000)
            var connections: [RawConnection] = []
            for _ in 0..<3 {
                let connection = try await RawConnection(port: bench.gateway.port)
                await connection.write(Self.head(length: 1_000_000) + piece)
                connections.append(connection)
            }
            let all = connections
            // The first two have what they need; one of all three is one too many.
            let isFull = await eventually { all.contains { $0.received.hasPrefix("HTTP/1.1 503") } }
            #expect(isFull)
            #expect(all.contains { $0.received.lowercased().contains("retry-after: 2") })
            let small = try await bench.deliver(Bench.created("msg-model"))
            #expect(small.string("outcome") == "ready", "\(small.text)")
            for connection in all { await connection.close() }
            let large = Bench.created("msg-model").dropLast() + #","more":"\#(piece)"}"#
            let isGivenBack = try await eventually { try await bench.deliver(String(large)).status == 200 }
            #expect(isGivenBack)
        }
    }

    @Test("one that comes drop by drop is given up in the end, though its pace would do")
    func time() async throws {
        let configuration = Self.limits { $0.unknownTime = .seconds(1) }
        try await Self.run(configuration) { bench in
            let connection = try await RawConnection(port: bench.gateway.port)
            await connection.write(Self.head(length: 1_000_000))
            let dripping = Task {
                while !Task.isCancelled {
                    await connection.write(String(repeating: "x", count: 1_100))
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
            let isClosed = await eventually(within: .seconds(8)) { connection.isClosed }
            dripping.cancel()
            #expect(isClosed)
            #expect(connection.received.hasPrefix("HTTP/1.1 408"))
        }
    }

    @Test(
        "what is done with each piece",
        arguments: [
            ([(1_000, 0)], [UnknownBody.Verdict.keep(charged: 0)]),
            ([(16_384, 0), (1, 1)], [.keep(charged: 0), .keep(charged: 1)]),
            ([(16_000, 0), (1_000, 1), (10, 2)], [.keep(charged: 0), .keep(charged: 616), .keep(charged: 10)]),
            ([(20_000, 0), (20_001, 0)], [.keep(charged: 3_616), .tooLarge]),
            ([(1, 30), (1, 31)], [.keep(charged: 0), .tooSlow]),
        ])
    func pieces(_ pieces: [(Int, Int)], _ verdicts: [UnknownBody.Verdict]) {
        var limits = GatewayLimits()
        limits.bodyBytes = 40_000
        var body = UnknownBody(limits)
        #expect(pieces.map { body.take($0.0, after: .seconds($0.1)) } == verdicts)
    }
}
