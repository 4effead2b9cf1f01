import NIOCore
import Testing

@testable import EventGateway

@Suite("What an address is counted as")
struct ClientNetworkTests {
    private static func network(_ address: String) throws -> ClientNetwork {
        ClientNetwork(try SocketAddress(ipAddress: address, port: 1))
    }

    @Test(
        "IPv6 addresses are one caller where their first 64 bits agree, IPv4 addresses where they are the same",
        arguments: [
            ("2001:db8:0:1::1", "2001:db8:0:1:ffff:ffff:ffff:ffff", true),
            ("2001:db8:0:1::1", "2001:db8:0:2::1", false),
            ("::1", "::1", true), ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false),
            ("::ffff:192.0.2.1", "192.0.2.1", true), ("::ffff:192.0.2.1", "::ffff:192.0.2.2", false),
        ])
    func networks(one: String, other: String, areOne: Bool) throws {
        let networks = (try Self.network(one), try Self.network(other))
        #expect((networks.0 == networks.1) == areOne)
    }

    @Test("who guesses tokens from one address after another of a network is held to the rate of one")
    func refusals() throws {
        var limits = GatewayLimits()
        limits.refusalRate = 1
        let rates = RequestRates(limits)
        let refused = try (1...100).filter { number in
            let network = try Self.network("2001:db8::\(String(number, radix: 16))")
            do { try rates.chargeRefusal(of: network) } catch { return true }
            return false
        }
        #expect(refused.count >= 80)
        try rates.chargeRefusal(of: try Self.network("2001:db8:0:1::1"))
    }

    @Test("a socket without an address is a caller of its own")
    func withoutAddress() throws {
        #expect(ClientNetwork(nil) == ClientNetwork(try SocketAddress(unixDomainSocketPath: "/tmp/x")))
    }
}
