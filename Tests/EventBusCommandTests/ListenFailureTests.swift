import Foundation
import NIOCore
import TestSupport
import Testing

@testable import EventBusCommand

@Suite("The gateway cannot listen")
struct ListenFailureTests {
    @Test(
        "why, and how to mend it",
        arguments: [
            (EADDRINUSE, "127.0.0.1", Int32(69), "127.0.0.1:80 is taken: end the other process, or name"),
            (EADDRINUSE, "::1", 69, "[::1]:80 is taken"),
            (EACCES, "::", 78, "[::]:80: name a port"),
            (EADDRNOTAVAIL, "10.9.8.7", 78, "10.9.8.7 is no address of this machine"),
        ])
    func words(code: Int32, host: String, status: Int32, part: String) throws {
        let failure = try #require(
            ListenFailure.failure(IOError(errnoCode: code, reason: "bind"), host: host, port: 80))
        #expect(failure.status.rawValue == status)
        #expect(failure.message.contains(part), "\(failure.message)")
    }

    @Test("a host that nobody knows is named; what is about something else is left as it is")
    func others() throws {
        let error = #expect(throws: SocketAddressError.UnknownHost.self) {
            try SocketAddress.makeAddressResolvingHost("no.such.invalid", port: 1)
        }
        let found = try #require(error)
        let unknown = try #require(ListenFailure.failure(found, host: "no.such", port: 1))
        #expect(unknown.status == .misconfigured && unknown.message.contains("nobody knows the host “no.such”"))
        #expect(ListenFailure.failure(IOError(errnoCode: EPIPE, reason: "w"), host: "h", port: 1) == nil)
        #expect(ListenFailure.failure(CancellationError(), host: "h", port: 1) == nil)
    }

    @Test("serve on a taken port ends with 69")
    func taken() async throws {
        let redis = try await TestRedisServer()
        let first = try ServedProgram(["--only", "gateway"], redis: redis)
        let port = try #require(try await first.address().split(separator: ":").last.map(String.init))
        let second = await CommandBench.on(redis.url).run("serve", "--only", "gateway", "--port", port)
        #expect(second.status == .unavailable)
        #expect(second.errors.contains("error: 127.0.0.1:\(port) is taken: end the other process"), "\(second.errors)")
        #expect(await first.terminate() == 0)
        await redis.stop()
    }
}
