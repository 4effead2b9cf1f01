import AsyncHTTPClient
import EventGateway
import NIOCore
import NIOHTTP1
import NIOSSL
import TestSupport
import Testing

@Suite("The gateway over TLS")
struct TLSTests {
    /// Asks for `/version` of a gateway on localhost, and answers the status.
    private static func ask(_ port: Int, trusting authority: String) async throws -> UInt {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .file(authority)
        let client = HTTPClient(configuration: HTTPClient.Configuration(tlsConfiguration: tls))
        do {
            let request = HTTPClientRequest(url: "https://localhost:\(port)/version")
            let status = try await client.execute(request, timeout: .seconds(10)).status.code
            try await client.shutdown()
            return status
        } catch {
            try await client.shutdown()
            throw error
        }
    }

    @Test(
        "who trusts the authority is answered, who trusts another or speaks plain HTTP is not, and the gateway goes on")
    func handshakes() async throws {
        let redis = try await TestRedisServer()
        let certificates = try TestCertificates()
        defer { certificates.remove() }
        var configuration = GatewayConfiguration(port: 0)
        configuration.tls = TLSFiles(certificate: certificates.serverCertificate, key: certificates.serverKey)
        try await GatewayBench.run(on: redis, configuration: configuration) { bench in
            let first = try await Self.ask(bench.port, trusting: certificates.authority)
            #expect(first == 200)
            await #expect(throws: (any Error).self) {
                try await Self.ask(bench.port, trusting: certificates.otherAuthority)
            }
            let plain = try await RawConnection(port: bench.port)
            await plain.write("GET /version HTTP/1.1\r\nhost: localhost\r\n\r\n")
            #expect(await eventually { plain.isClosed })
            #expect(!plain.received.contains("HTTP/"))
            let last = try await Self.ask(bench.port, trusting: certificates.authority)
            #expect(last == 200)
        }
        await redis.stop()
    }

    @Test("a key that is not the certificate's is told before anything listens, with the settings that name the files")
    func wrongKey() async throws {
        let redis = try await TestRedisServer()
        let certificates = try TestCertificates()
        defer { certificates.remove() }
        for key in [certificates.clientKey, certificates.serverKey + ".missing"] {
            var configuration = GatewayConfiguration(port: 0)
            configuration.tls = TLSFiles(certificate: certificates.serverCertificate, key: key)
            let error = await #expect(throws: GatewayError.self) {
                try await GatewayBench.run(on: redis, configuration: configuration) { _ in }
            }
            #expect(error?.description.contains("EVENTBUS_GATEWAY_TLS_KEY") == true)
            #expect(error?.description.contains(key) == true)
        }
        await redis.stop()
    }
}
