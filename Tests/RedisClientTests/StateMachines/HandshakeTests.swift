import Testing

@testable import RedisClient

@Suite("the handshake")
struct HandshakeTests {
    private func configuration(_ url: String) throws -> RedisConfiguration { try RedisConfiguration(url: url) }

    private func words(_ handshake: Handshake) throws -> [[String]] {
        try batch(String(decoding: handshake.commands.encodedBytes, as: UTF8.self)).map { $0.compactMap(\.string) }
    }

    private func outcome(_ url: String, _ wire: String) throws -> String {
        var handshake = Handshake(try configuration(url))
        for reply in try batch(wire) {
            switch handshake.receive(reply) {
            case .pending: continue
            case .ready(let id, let run): return "ready \(id.map(String.init) ?? "-") of \(run ?? "-")"
            case .failed(let error): return "\(error.code) \(error.isRetriable ? "passing" : "lasting")"
            }
        }
        return "pending"
    }

    @Test("it says who, where and under which name, and asks whether the server is fit")
    func commands() throws {
        #expect(try words(Handshake(configuration("h"))) == [["CLIENT", "ID"], ["INFO", "server"], ["PING"]])
        #expect(
            try words(Handshake(configuration("redis://u:p@h/3?client_name=n"))) == [
                ["AUTH", "u", "p"], ["SELECT", "3"], ["CLIENT", "SETNAME", "n"], ["CLIENT", "ID"],
                ["INFO", "server"], ["PING"],
            ])
        #expect(try words(Handshake(configuration("redis://:p@h"))).first == ["AUTH", "p"])
    }

    @Test(
        "its outcome says what is wrong and whether it passes",
        arguments: [
            ("h", ":9\r\n$23\r\n# Server\r\nrun_id:ab12\r\n\r\n+PONG\r\n", "ready 9 of ab12"),
            ("h", ":9\r\n-NOPERM no INFO\r\n+PONG\r\n", "ready 9 of -"),
            ("h", ":9\r\n", "pending"),
            ("h", "-NOPERM no CLIENT\r\n$0\r\n\r\n+PONG\r\n", "ready - of -"),
            ("h", "-ERR unknown command\r\n-ERR unknown\r\n-NOPERM no PING\r\n", "ready - of -"),
            ("h", ":9\r\n$0\r\n\r\n-LOADING dataset\r\n", "LOADING passing"),
            ("h", ":9\r\n$0\r\n\r\n-MASTERDOWN link\r\n", "MASTERDOWN passing"),
            ("h", "-NOAUTH Authentication required.\r\n", "authenticationFailed lasting"),
            ("redis://:x@h", "-WRONGPASS invalid\r\n", "authenticationFailed lasting"),
            ("redis://:x@h", "-ERR AUTH called without any password\r\n", "authenticationFailed lasting"),
            ("redis://:x@h", "-LOADING dataset\r\n", "LOADING passing"),
            ("redis://h/99", "-ERR DB index is out of range\r\n", "ERR lasting"),
            ("h", "-DENIED protected mode\r\n", "DENIED lasting"),
            ("redis://h/1", "-ERR max number of clients reached\r\n", "ERR passing"),
            ("h", ":9\r\n$0\r\n\r\n+HELLO\r\n", "protocolError lasting"),
            ("h", ":9\r\n$0\r\n\r\n:1\r\n", "protocolError lasting"),
        ])
    func outcomes(url: String, wire: String, expected: String) throws {
        #expect(try outcome(url, wire) == expected)
    }
}
