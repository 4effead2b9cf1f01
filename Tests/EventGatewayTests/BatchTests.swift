import AsyncHTTPClient
import CatalogueEvents
import ConfiguredEventBus
import EventBus
import EventCatalogue
import EventGateway
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

@Suite("Publishing batches")
struct BatchTests {
    /// What is said of one line.
    private struct Line {
        let number: Int
        let status: Int

        init?(_ text: Substring) {
            guard case .object(let object)? = try? JSONValue(parsing: Array(text.utf8)),
                case .number(let number)? = object["line"], case .number(let status)? = object["status"]
            else { return nil }
            self.number = Int(number.text) ?? -1
            self.status = Int(status.text) ?? -1
        }
    }

    private static func length(_ bench: GatewayBench, of stream: String = "model_lifecycle") -> Int {
        let answer = bench.redis.ask("XLEN \(bench.bus.settings.namespace):{\(stream):0}:log")
        return Int(answer.dropFirst().prefix { $0.isNumber }) ?? -1
    }

    /// Sends a body whose parts the caller gives when it likes.
    private static func send(
        _ parts: AsyncStream<ByteBuffer>, to bench: GatewayBench, event: String, key: String
    ) async throws -> (status: Int, text: String) {
        var request = HTTPClientRequest(url: bench.url("/events/\(event)"))
        request.method = .POST
        request.headers = ["content-type": "application/x-ndjson", "idempotency-key": key]
        request.body = .stream(parts, length: .unknown)
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let body = try await answer.body.collect(upTo: 64 << 20)
        return (Int(answer.status.code), String(buffer: body))
    }

    @Test(
        "a batch that loses Redis midway says of each line what became of it, and repeated under its key appends the rest"
    )
    func lostMidway() async throws {
        let redis = try await TestRedisServer(configuration: ["appendonly yes", "appendfsync always"])
        try await GatewayBench.run(on: redis, settings: [.retryMaximum: "0"]) { bench in
            // Only the request's key tells its lines from those of another.
            let keyless = try #require(
                bench.catalogue.catalogue.events.first { $0.idempotencyKey == nil && !$0.examples.isEmpty })
            let line = keyless.examples[0].value.json + "\n"
            let (name, stream, total) = (keyless.name, keyless.stream.name, 2_000)
            let (parts, gate) = AsyncStream.makeStream(of: ByteBuffer.self)
            async let answering = Self.send(parts, to: bench, event: name, key: "load-1")
            gate.yield(ByteBuffer(string: String(repeating: line, count: 600)))
            let hasBegun = await eventually { Self.length(bench, of: stream) >= 512 }
            #expect(hasBegun)
            redis.kill()
            gate.yield(ByteBuffer(string: String(repeating: line, count: total - 600)))
            gate.finish()
            let answer = try await answering
            try await redis.start()

            #expect(answer.status == 207)
            let answers = answer.text.split(separator: "\n")
            let said = answers.compactMap { Line($0) }
            #expect(said.map(\.number) == Array(1...said.count))
            let taken = said.filter { $0.status == 201 }.map(\.number)
            let lost = said.filter { $0.status != 201 }
            #expect(taken.count >= 512)
            #expect(taken == Array(1...taken.count))
            #expect(!lost.isEmpty && lost.allSatisfy { $0.status == 503 || $0.status == 504 })
            let rest = said.count + 1
            #expect(answers.last?.contains(#""not_tried_from_line":\#(rest)"#) == true, "\(answers.last ?? "")")
            // What was said to be in the log is there; beyond it only what nobody could know of.
            let unknown = lost.count { $0.status == 504 }
            let held = Self.length(bench, of: stream)
            #expect((taken.count...taken.count + unknown).contains(held))

            var repeated = (status: 0, text: "")
            let isBack = try await eventually {
                let (again, gate) = AsyncStream.makeStream(of: ByteBuffer.self)
                gate.yield(ByteBuffer(string: String(repeating: line, count: total)))
                gate.finish()
                repeated = try await Self.send(again, to: bench, event: name, key: "load-1")
                return repeated.status != 503
            }
            #expect(isBack)
            #expect(repeated.status == 200)
            let summary =
                "{\"summary\":{\"appended\":\(total - held),\"duplicates\":\(held),\"accepted\":0,\"failed\":0}}\n"
            #expect(repeated.text.hasSuffix(summary), "\(repeated.text.suffix(300))")
            #expect(Self.length(bench, of: stream) == total)
        }
    }

    @Test(
        "a batch of more than 100,000 lines is taken up to there, and says from where on it is not",
        .timeLimit(.minutes(2)))
    func limit() async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis) { bench in
            let lines = (0..<100_005).map { Payloads.registered("m/\($0)/x") }
            let body = lines[..<50_000].joined(separator: "\n") + "\n\n" + lines[50_000...].joined(separator: "\n")
            let answer = try await bench.ask(
                "/events/model_registered?receipts=none", .POST, headers: ["content-type": "application/x-ndjson"],
                body: body, within: .seconds(100))
            #expect(answer.status == 207)
            #expect(answer["summary/appended"] == 100_000)
            // An empty line is none, and is counted as one of the text.
            #expect(answer["summary/not_tried_from_line"] == 100_002)
            #expect(answer.string("summary/detail")?.contains("100000 events") == true)
            #expect(Self.length(bench) == 100_000)
        }
    }

    @Test("an array of CloudEvents is as large as one event may be at most")
    func array() async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis) { bench in
            let array = "[" + String(repeating: " ", count: 1_048_576) + "]"
            let answer = try await bench.ask(
                "/events", .POST, headers: ["content-type": "application/cloudevents-batch+json"], body: array)
            #expect(answer.status == 413)
            #expect(answer.string("detail")?.contains("1048576 at most") == true, "\(answer.text)")
            #expect(answer.string("detail")?.contains("application/x-ndjson") == true, "\(answer.text)")
        }
    }

    @Test("who publishes stands in the log, for one event and for each of a batch")
    func publisher() async throws {
        let redis = try await TestRedisServer()
        let (secret, token) = try #require(AccessToken.make(name: "loader", roles: [.publish]))
        var configuration = GatewayConfiguration(port: 0)
        configuration.tokens = AccessTokens([token])
        try await GatewayBench.run(on: redis, configuration: configuration) { bench in
            for (model, type) in [("m/1/x", "application/json"), ("m/2/x", "application/x-ndjson")] {
                let answer = try await bench.publish(
                    "model_registered", Payloads.registered(model),
                    headers: ["content-type": type, "authorization": "Bearer \(secret)"])
                #expect(answer.status < 300)
            }
            let entries = bench.redis.ask("XRANGE \(bench.bus.settings.namespace):{model_lifecycle:0}:log - +")
            #expect(entries.split(separator: "publishedby").count == 3)
            #expect(entries.split(separator: "loader").count == 3)
        }
    }
}
