import TestSupport
import Testing

@testable import RedisClient

@Suite("TLS", .timeLimit(.minutes(1)))
struct TLSTests {
    private func outcome(_ server: TestRedisServer, host: String, _ tls: RedisTLS) async throws -> RedisError? {
        var configuration = RedisConfiguration(address: .tcp(host: host, port: try #require(server.port)))
        configuration.tls = tls
        let client = RedisClient(configuration: configuration)
        let error = await failure { () throws(RedisError) in
            try await client.connect()
            _ = try await client.command("SET", "a", String(repeating: "x", count: 100_000))
        }
        await client.close()
        return error
    }

    @Test("the server must prove by its certificate that it is who was asked for")
    func hostName() async throws {
        let certificates = try TestCertificates()
        defer { certificates.remove() }
        let server = try await TestRedisServer(
            listener: .tls(
                certificateFile: certificates.serverCertificate, keyFile: certificates.serverKey,
                caFile: certificates.authority, requiresClientCertificate: false))
        let trusted = RedisTLS(authorityFile: certificates.authority)
        let found1 = try await outcome(server, host: "localhost", trusted)
        #expect(found1 == nil)

        // Trusted, but made out to "localhost".
        var elsewhere = trusted
        elsewhere.serverName = "redis.example.com"
        for (host, tls) in [("127.0.0.1", trusted), ("localhost", elsewhere)] {
            let error = try await outcome(server, host: host, tls)
            #expect(error?.code == .tlsFailed && error?.delivery == .notSent && error?.isRetriable == false, "\(host)")
            #expect(error?.message.contains("another host") == true, "\(String(describing: error))")
        }
        var lenient = trusted
        lenient.verification = .withoutHostName
        let found2 = try await outcome(server, host: "127.0.0.1", lenient)
        #expect(found2 == nil)

        let stranger = RedisTLS(authorityFile: certificates.otherAuthority)
        let found3 = try await outcome(server, host: "localhost", stranger)?.code
        #expect(found3 == .tlsFailed)
        let missing = RedisTLS(authorityFile: certificates.authority + ".missing")
        let found4 = try await outcome(server, host: "localhost", missing)?.code
        #expect(found4 == .tlsFailed)
        await server.stop()
    }

    @Test("a server that asks for a client's certificate gets it, and refuses clients without")
    func clientCertificate() async throws {
        let certificates = try TestCertificates()
        defer { certificates.remove() }
        let server = try await TestRedisServer(
            listener: .tls(
                certificateFile: certificates.serverCertificate, keyFile: certificates.serverKey,
                caFile: certificates.authority, requiresClientCertificate: true))
        var tls = RedisTLS(authorityFile: certificates.authority)
        let holds5 = try await outcome(server, host: "localhost", tls) != nil
        #expect(holds5)
        tls.certificateFile = certificates.clientCertificate
        tls.keyFile = certificates.clientKey
        let found6 = try await outcome(server, host: "localhost", tls)
        #expect(found6 == nil)
        await server.stop()
    }

    @Test("TLS spoken to a server without it fails and says so; plain text to a server with it fails too")
    func mismatch() async throws {
        let plain = try await TestRedisServer(listener: .tcp)
        let holds7 = try await outcome(plain, host: "localhost", RedisTLS()) != nil
        #expect(holds7)
        await plain.stop()
    }
}
