import AsyncHTTPClient
import ConfiguredEventBus
import EventBus
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

    private static func log(_ bench: GatewayBench) -> String {
        "\(bench.bus.settings.namespace):{model_lifecycle:0}:log"
    }

    private static func length(_ bench: GatewayBench) -> Int {
        let answer = bench.redis.ask("XLEN \(log(bench))")
        return Int(answer.dropFirst().prefix { $0.isNumber }) ?? -1
    }

    /// Sends a body whose parts the caller gives when it likes.
    private static func send(
        _ parts: AsyncStream<ByteBuffer>, to bench: GatewayBench, key: String
    ) async throws -> (status: Int, text: String) {
        var request = HTTPClientRequest(url: bench.url("/events/model_registered"))
        request.method = .POST
        request.headers = ["content-type": "application/x-ndjson", "idempotency-key": key]
        request.body = .stream(parts, length: .unknown)
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let body = try await answer.body.collect(upTo: 64 << 20)
        return (Int(answer.status.code), String(buffer: body))
    }

    private static func lines(_ range: Range<Int>) -> ByteBuffer {
        ByteBuffer(string: range.map { Payloads.registered("m/\($0)/x") + "\n" }.joined())
    }

    @Test(
        "a batch that loses Redis midway says of each line what became of it, and repeated under its key appends the rest"
    )
    func lostMidway() async throws {
        let redis = try await TestRedisServer(configuration: ["appendonly yes", "appendfsync always"])
        try await GatewayBench.run(on: redis, settings: [.retryMaximum: "0"]) { bench in
            let total = 2_000
            let (parts, gate) = AsyncStream.makeStream(of: ByteBuffer.self)
            async let answering = Self.send(parts, to: bench, key: "load-1")
            gate.yield(Self.lines(0..<600))
            let hasBegun = await eventually { Self.length(bench) >= 512 }
            #expect(hasBegun)
            redis.kill()
            gate.yield(Self.lines(600..<total))
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
            let held = Self.length(bench)
            #expect((taken.count...taken.count + unknown).contains(held))

            let (again, second) = AsyncStream.makeStream(of: ByteBuffer.self)
            second.yield(Self.lines(0..<total))
            second.finish()
            let repeated = try await Self.send(again, to: bench, key: "load-1")
            #expect(repeated.status == 200)
            #expect(
                repeated.text.hasSuffix(
                    "{\"summary\":{\"appended\":\(total - held),\"duplicates\":\(held),\"accepted\":0,\"failed\":0}}\n")
            )
            #expect(Self.length(bench) == total)
        }
    }

    @Test(
        "a batch of more than 100,000 lines is taken up to there, and says from where on it is not",
        .timeLimit(.minutes(2)))
    func limit() async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis) { bench in
            let line = Payloads.registered() + "\n"
            let body = String(repeating: line, count: 50_000) + "\n" + String(repeating: line, count: 50_005)
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

    @Test("who publishes stands in the log, for one event and for each of a batch")
    func publisher() async throws {
        let redis = try await TestRedisServer()
        let (secret, token) = try #require(AccessToken.make(name: "loader", roles: [.publish]))
        var configuration = GatewayConfiguration(port: 0)
        configuration.tokens = AccessTokens([token])
        try await GatewayBench.run(on: redis, configuration: configuration) { bench in
            for type in ["application/json", "application/x-ndjson"] {
                let answer = try await bench.publish(
                    "model_registered", Payloads.registered(),
                    headers: ["content-type": type, "authorization": "Bearer \(secret)"])
                #expect(answer.status < 300)
            }
            let entries = bench.redis.ask("XRANGE \(Self.log(bench)) - +")
            #expect(entries.split(separator: "publishedby").count == 3)
            #expect(entries.split(separator: "loader").count == 3)
        }
    }
}
