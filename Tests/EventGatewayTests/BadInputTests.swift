import ConfiguredEventBus
import EventBus
import EventGateway
import Foundation
import NIOCore
import TestSupport
import Testing

@Suite("Bad input")
struct BadInputTests {
    private static func quick() -> GatewayConfiguration {
        var configuration = GatewayConfiguration(port: 0)
        configuration.limits.headTime = .seconds(1)
        configuration.limits.bodyPeriod = .milliseconds(500)
        return configuration
    }

    private static func head(_ path: String, _ fields: String...) -> String {
        "POST \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
            + fields.map { $0 + "\r\n" }.joined() + "\r\n"
    }

    /// The gateway still answers.
    private static func isAlive(_ bench: GatewayBench) async throws -> Bool {
        try await bench.ask("/health").status == 200
    }

    @Test("a client that sends no whole head in time is closed")
    func slowHead() async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis, configuration: Self.quick()) { bench in
            let connection = try await RawConnection(port: bench.port)
            await connection.write("GET /health HTTP/1.1\r\nHost: local")
            #expect(await eventually(within: .seconds(3)) { connection.isClosed })
            #expect(connection.received.isEmpty)
            #expect(try await Self.isAlive(bench))
        }
    }

    @Test("a client that sends its body drop by drop is told so and closed")
    func slowBody() async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis, configuration: Self.quick()) { bench in
            let connection = try await RawConnection(port: bench.port)
            await connection.write(Self.head("/events/model_registered", "Content-Length: 100000"))
            let dripping = Task {
                while !Task.isCancelled {
                    await connection.write(" ")
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
            #expect(await eventually(within: .seconds(5)) { connection.isClosed })
            dripping.cancel()
            #expect(connection.received.hasPrefix("HTTP/1.1 408"))
            #expect(try await Self.isAlive(bench))
        }
    }

    @Test("a client that goes away in the middle of a line has published the lines before it only")
    func halfRequest() async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis) { bench in
            let connection = try await RawConnection(port: bench.port)
            await connection.write(
                Self.head("/events/model_registered", "Content-Length: 100000") + Payloads.registered("m/1/x") + "\n"
                    + Payloads.registered("m/2/x"))
            await connection.close()
            let key = "\(bench.bus.settings.namespace):{model_lifecycle:0}:log"
            let probe = try await bench.publish("model_registered", Payloads.registered("m/3/x"))
            #expect(probe.status == 201)
            let entries = bench.redis.ask("XRANGE \(key) - +")
            #expect(!entries.contains("m/2/x"))
            #expect(try await Self.isAlive(bench))
        }
    }

    @Test("a body of a gigabyte is refused by its announced length, before it is sent")
    func announcedGigabyte() async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis) { bench in
            for form in ["application/json", "application/x-ndjson"] {
                let connection = try await RawConnection(port: bench.port)
                await connection.write(
                    "POST /events/model_registered HTTP/1.1\r\nHost: localhost\r\nContent-Type: \(form)\r\nContent-Length: 1073741824\r\n\r\n"
                )
                #expect(await eventually { connection.received.hasPrefix("HTTP/1.1 413") })
                #expect(connection.received.lowercased().contains("connection: close"))
                #expect(await eventually { connection.isClosed })
            }
        }
    }

    @Test("a gigabyte in chunks is refused without being read or kept")
    func chunkedGigabyte() async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis) { bench in
            let connection = try await RawConnection(port: bench.port)
            await connection.write(
                "POST /events/model_registered HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            )
            let before = Self.residentBytes
            let piece = ByteBuffer(string: "100000\r\n" + String(repeating: "x", count: 1_048_576) + "\r\n")
            var sent = 0
            while sent < 1_024 {
                do { try await connection.write(piece) } catch { break }
                sent += 1
            }
            #expect(sent < 1_024)
            #expect(Self.residentBytes - before < 128 << 20)
            #expect(try await Self.isAlive(bench))
        }
    }

    @Test(
        "junk is answered 400 or not at all, and the gateway goes on",
        arguments: [
            "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}", "GET\r\n\r\n", "BREW /pot HTTP/9.9\r\n\r\n", "\r\n\r\n\r\n",
            "POST /events/model_registered HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "POST /events/model_registered HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
            "GET /health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "GET /%zz%00%ff/?a=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /health HTTP/1.1\r\n\r\n",
            "GET * HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET http://localhost/health HTTP/1.1\r\nHost: localhost\r\n\r\n",
        ])
    func junk(text: String) async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis, configuration: Self.quick()) { bench in
            let connection = try await RawConnection(port: bench.port)
            await connection.write(text)
            await connection.finishWriting()
            #expect(await eventually(within: .seconds(5)) { connection.isClosed || !connection.received.isEmpty })
            #expect(!connection.received.hasPrefix("HTTP/1.1 5"))
            #expect(try await Self.isAlive(bench))
        }
    }

    @Test(
        "too many headers, or too long ones, are refused",
        arguments: [
            String(repeating: "X-A: b\r\n", count: 5_000), "X-A: \(String(repeating: "b", count: 100_000))\r\n",
        ])
    func headerFlood(fields: String) async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis) { bench in
            let connection = try await RawConnection(port: bench.port)
            await connection.write("GET /health HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n")
            #expect(await eventually { connection.isClosed })
            #expect(!connection.received.contains("200 OK"))
            #expect(try await Self.isAlive(bench))
        }
    }

    @Test("requests that come at once on one connection are answered in their order")
    func pipelined() async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis) { bench in
            let connection = try await RawConnection(port: bench.port)
            let paths = (0..<50).map { $0.isMultiple(of: 2) ? "/live" : "/nothing-\($0)" }
            await connection.write(
                paths.map { "GET \($0) HTTP/1.1\r\nHost: localhost\r\n\r\n" }.joined())
            let isAnswered = await eventually {
                connection.received.components(separatedBy: "HTTP/1.1 ").count == paths.count + 1
            }
            #expect(isAnswered)
            let statuses = connection.received.components(separatedBy: "HTTP/1.1 ").dropFirst().map { $0.prefix(3) }
            #expect(statuses == paths.map { $0 == "/live" ? "200" : "404" })
        }
    }

    @Test("connections beyond the limit wait until others are closed")
    func connectionLimit() async throws {
        let redis = try await TestRedisServer()
        var configuration = GatewayConfiguration(port: 0)
        configuration.limits.connections = 2
        try await GatewayBench.run(on: redis, configuration: configuration) { bench in
            var connections: [RawConnection] = []
            for _ in 0..<5 { connections.append(try await RawConnection(port: bench.port)) }
            for connection in connections {
                await connection.write("GET /live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            }
            let all = connections
            #expect(await eventually { all.allSatisfy { $0.received.contains("200 OK") } })
        }
    }

    @Test("a client that asks whether to send its body is told to")
    func expectContinue() async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis) { bench in
            let connection = try await RawConnection(port: bench.port)
            let line = Payloads.registered()
            await connection.write(
                Self.head("/events/model_registered", "Content-Length: \(line.utf8.count)", "Expect: 100-continue"))
            #expect(await eventually { connection.received.hasPrefix("HTTP/1.1 100 Continue\r\n") })
            await connection.write(line)
            #expect(await eventually { connection.received.contains("\"appended\":1") })
        }
    }

    private static var residentBytes: Int {
        let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        return (text?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4_096
    }
}
