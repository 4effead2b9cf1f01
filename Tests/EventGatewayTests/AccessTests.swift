import EventBus
import NIOHTTP1
import TestSupport
import Testing

@testable import EventGateway

@Suite("Access")
struct AccessTests {
    private static func configuration(
        _ tokens: [AccessToken], changing change: (inout GatewayLimits) -> Void = { _ in }
    ) -> GatewayConfiguration {
        var configuration = GatewayConfiguration(port: 0)
        configuration.tokens = AccessTokens(tokens)
        change(&configuration.limits)
        return configuration
    }

    private static func make(_ name: String, _ roles: AccessRole...) throws -> (text: String, token: AccessToken) {
        try #require(AccessToken.make(name: name, roles: Set(roles)))
    }

    private static func bearer(_ text: String) -> HTTPHeaders { ["authorization": "Bearer \(text)"] }

    @Test("a token opens what its roles say, and nothing else")
    func roles() async throws {
        let redis = try await TestRedisServer()
        let (publisher, reader) = (try Self.make("ci", .publish), try Self.make("ops", .read))
        let configuration = Self.configuration([publisher.token, reader.token])
        try await GatewayBench.run(on: redis, configuration: configuration) { bench in
            for path in ["/health", "/live", "/ready", "/health/alb", "/session"] {
                let answer = try await bench.ask(path)
                #expect(answer.status == 200, "\(path) is open to load balancers")
            }
            for path in ["/health?detailed=true", "/version", "/metrics", "/catalogue", "/events"] {
                let nobody = try await bench.ask(path)
                #expect(nobody.status == 401)
                #expect(nobody.headers.first(name: "www-authenticate") == "Bearer realm=\"eventbus\"")
                #expect(nobody.headers.first(name: "content-type") == "application/problem+json")
                let wrongRole = try await bench.ask(path, headers: Self.bearer(publisher.text))
                #expect(wrongRole.status == 403)
                #expect(wrongRole.string("detail")?.contains("“read”") == true)
            }
            let read = try await bench.ask("/version", headers: Self.bearer(reader.text))
            #expect(read.status == 200)
            let published = try await bench.publish(
                "model_registered", Payloads.registered(), headers: Self.bearer(publisher.text))
            #expect(published.status == 201)
            let refused = try await bench.publish(
                "model_registered", Payloads.registered(), headers: Self.bearer(reader.text))
            #expect(refused.status == 403)
            let wrong = try await bench.ask("/health?detailed=true", headers: Self.bearer("evb_wrong"))
            #expect(wrong.status == 401)
            #expect(!wrong.text.contains("evb_wrong"))
        }
    }

    @Test("a probe whose proxy shows something else than a token is answered, however often, where no role is needed")
    func probes() async throws {
        let redis = try await TestRedisServer()
        let configuration = Self.configuration([try Self.make("ops", .read).token]) { $0.refusalRate = 1 }
        try await GatewayBench.run(on: redis, configuration: configuration) { bench in
            let shown: [HTTPHeaders] = [["authorization": "Basic cHJvYmU6cHJvYmU="], Self.bearer("evb_wrong")]
            for headers in shown {
                for path in ["/live", "/ready", "/health", "/health/alb", "/"] {
                    for _ in 0..<5 {
                        #expect(try await bench.ask(path, headers: headers).status == 200, "\(path)")
                    }
                }
            }
            for path in ["/health?detailed=true", "/session", "/version"] {
                let refused = try await bench.ask(path, headers: shown[0])
                #expect([401, 429].contains(refused.status), "\(path)")
            }
            var statuses: Set<Int> = []
            for _ in 0..<20 { statuses.insert(try await bench.ask("/session", .POST, headers: shown[1]).status) }
            #expect(statuses.contains(429))
            #expect(try await bench.ask("/live", headers: shown[1]).status == 200)
        }
    }

    @Test("a session is begun with a token, and its cookie opens what the token does, for pages of this gateway only")
    func sessions() async throws {
        let redis = try await TestRedisServer()
        let (text, token) = try Self.make("ada", .read, .publish)
        try await GatewayBench.run(on: redis, configuration: Self.configuration([token])) { bench in
            let begun = try await bench.ask("/session", .POST, headers: Self.bearer(text))
            #expect(begun.status == 201)
            let cookie = try #require(begun.headers.first(name: "set-cookie"))
            #expect(cookie.contains("; HttpOnly; SameSite=Strict"))
            #expect(!cookie.contains(text))
            let value = String(cookie.prefix { $0 != ";" })
            let known = try await bench.ask("/session", headers: ["cookie": value])
            #expect(known.string("name") == "ada")
            let version = try await bench.ask("/version", headers: ["cookie": "a=b; \(value)"])
            #expect(version.status == 200)

            let origin = "http://127.0.0.1:\(bench.port)"
            let cases: [(HTTPHeaders, Int)] = [
                (["cookie": value], 403), (["cookie": value, "origin": "https://evil.example"], 403),
                (["cookie": value, "origin": origin], 201), (["cookie": value, "x-eventbus-request": "1"], 201),
            ]
            for (number, (headers, status)) in cases.enumerated() {
                let payload = Payloads.registered("m/\(number)/x")
                let answer = try await bench.publish("model_registered", payload, headers: headers)
                #expect(answer.status == status, "\(headers)")
            }
            let forged = try await bench.ask("/version", headers: ["cookie": value + "0"])
            #expect(forged.status == 401)
            let ended = try await bench.ask("/session", .DELETE, headers: ["cookie": value, "origin": origin])
            #expect(ended.headers.first(name: "set-cookie")?.contains("Max-Age=0") == true)
        }
    }

    @Test("without tokens only names of this machine are answered to, and pages of other sites can change nothing")
    func localOnly() async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis) { bench in
            for (host, status) in [("localhost:1", 200), ("127.0.0.1", 200), ("[::1]:80", 200), ("evil.example", 421)] {
                let answer = try await bench.ask("/version", headers: ["host": host])
                #expect(answer.status == status, "\(host)")
            }
            let foreign = try await bench.publish(
                "model_registered", Payloads.registered(), headers: ["origin": "https://evil.example"])
            #expect(foreign.status == 403)
        }
    }

    @Test("a gateway does not listen where others can reach it unless tokens are configured")
    func beyondLoopback() async throws {
        let redis = try await TestRedisServer()
        await #expect(throws: GatewayError.self) {
            try await GatewayBench.run(on: redis, configuration: GatewayConfiguration(host: "0.0.0.0", port: 0)) { _ in
            }
        }
    }

    @Test("an address that guesses tokens is told to wait, and so is a caller that asks too often")
    func rates() async throws {
        let redis = try await TestRedisServer()
        let (text, token) = try Self.make("busy", .read)
        let configuration = Self.configuration([token]) {
            $0.refusalRate = 1
            $0.requestRate = 5
        }
        try await GatewayBench.run(on: redis, configuration: configuration) { bench in
            var statuses: [Int] = []
            for _ in 0..<15 {
                statuses.append(try await bench.ask("/version", headers: Self.bearer("evb_guess")).status)
            }
            #expect(statuses.first == 401)
            #expect(statuses.last == 429)
            var last = try await bench.ask("/version", headers: Self.bearer(text))
            #expect(last.status == 200)
            for _ in 0..<30 where last.status == 200 {
                last = try await bench.ask("/version", headers: Self.bearer(text))
            }
            #expect(last.status == 429)
            #expect(last.headers.first(name: "retry-after") == "1")
        }
    }

    @Test("pages of other origins read nothing, unless the origin is configured")
    func crossOrigin() async throws {
        let redis = try await TestRedisServer()
        var configuration = GatewayConfiguration(port: 0)
        configuration.corsOrigins = ["https://console.example"]
        try await GatewayBench.run(on: redis, configuration: configuration) { bench in
            let known = try await bench.ask("/version", headers: ["origin": "https://console.example"])
            #expect(known.headers.first(name: "access-control-allow-origin") == "https://console.example")
            let other = try await bench.ask("/version", headers: ["origin": "https://evil.example"])
            #expect(other.headers.first(name: "access-control-allow-origin") == nil)
            let asked = try await bench.ask(
                "/events/model_registered", .OPTIONS,
                headers: ["origin": "https://console.example", "access-control-request-method": "POST"])
            #expect(asked.status == 204)
        }
        try await GatewayBench.run(on: redis) { bench in
            let answer = try await bench.ask("/version", headers: ["origin": "https://console.example"])
            #expect(answer.headers.first(name: "access-control-allow-origin") == nil)
            #expect(answer.headers.first(name: "x-content-type-options") == "nosniff")
            #expect(answer.headers.first(name: "content-security-policy")?.contains("frame-ancestors 'none'") == true)
        }
    }

    @Test("a token's line is read as it was written, and says what is wrong without repeating a secret")
    func tokenLines() throws {
        let (text, token) = try Self.make("ci", .publish, .read)
        #expect(text.count == 68)
        #expect(try AccessToken(parsing: token.line) == token)
        #expect(AccessTokens([token]).caller(withToken: text) == token.caller)
        #expect(AccessTokens([token]).caller(withToken: text.dropLast()) == nil)
        for line in ["ci", "ci:publish", "ci:write:00", "c i:publish:00", "ci:publish:\(text)"] {
            let error = #expect(throws: AccessToken.Malformed.self) { try AccessToken(parsing: line) }
            #expect(error?.description.contains(text) == false)
        }
    }

    @Test("a token is known by the whole of its hash: one that differs in a single bit anywhere is another's")
    func wholeHash() throws {
        let (text, token) = try Self.make("ci", .read)
        let hash = AccessToken.hash(of: text)
        #expect(AccessTokens.areEqual(hash, hash))
        #expect(!AccessTokens.areEqual(hash, Array(hash.dropLast())))
        for bit in 0..<hash.count * 8 {
            var other = hash
            other[bit / 8] ^= 1 << (bit % 8)
            #expect(!AccessTokens.areEqual(hash, other), "bit \(bit)")
        }
        #expect(!token.line.contains(text.dropFirst(4)))
    }

    @Test("a bucket gives its permits, refills evenly, and the table of buckets stays bounded")
    func buckets() {
        var buckets = TokenBuckets(rate: 10, burst: 20, maximumCount: 100)
        let free = (0..<20).map { _ in buckets.take("a", now: 0) }
        #expect(free.allSatisfy { $0 == nil })
        #expect(buckets.take("a", now: 0) == 0.1)
        #expect(buckets.take("a", now: 0.1) == nil)
        #expect(buckets.take("b", now: 0.1) == nil)
        for number in 0..<10_000 { _ = buckets.take("\(number)", now: 0.2) }
        #expect(buckets.count <= 101)
        let later = buckets.take("new", now: 100)
        #expect(later == nil)
        #expect(buckets.count < 10)
    }

    @Test("a session ends with its time, and no name can be put into it")
    func seal() {
        let seal = SessionSeal()
        let caller = Caller(name: "ada", roles: [.read])
        let start = Timestamp(microseconds: 0)
        let value = seal.value(for: caller, now: start)
        #expect(seal.name(in: value, now: start) == "ada")
        #expect(seal.name(in: value, now: Timestamp(microseconds: SessionSeal.lifetime * 1_000_000)) == nil)
        #expect(seal.name(in: value.replacing("ada", with: "bob"), now: start) == nil)
        #expect(SessionSeal().name(in: value, now: start) == nil)
    }
}
