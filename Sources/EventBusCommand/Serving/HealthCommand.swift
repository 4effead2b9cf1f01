import ArgumentParser
import AsyncHTTPClient
import ConfiguredEventBus
import EventBus
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL

/// `eventbus health`: what a container's health check runs, where there is no curl.
struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Ask a running `eventbus serve` how it is, as the health check of a container does.",
        discussion: """
            Prints the answer and ends with 0 where the answer's status is below 400, with 1 where it is not, and with 69 \
            where nobody answers in time. \(ExitStatus.help)
            """)

    @Option(help: "What to ask: /health, /live or /ready of the gateway.")
    var url = "http://127.0.0.1:8080/health"

    @Option(help: ArgumentHelp("How long to wait; seconds, or with a unit.", valueName: "time"))
    var timeout = "5s"

    @Flag(help: "Do not check the certificate: for https on the machine's own address, which no certificate names.")
    var insecure = false

    func validate() throws {
        guard let parts = URL(string: url), ["http", "https"].contains(parts.scheme), parts.host?.isEmpty == false
        else {
            throw ValidationError("--url “\(url)” is no address such as http://127.0.0.1:8080/health.")
        }
        if DurationText.read(timeout) ?? .zero <= .zero {
            throw ValidationError("--timeout “\(timeout)” is no time above zero, such as 500ms or 5s.")
        }
    }

    func run() async throws {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        if insecure {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.certificateVerification = .none
            configuration.tlsConfiguration = tls
        }
        let limit = TimeAmount(DurationText.read(timeout) ?? .seconds(5))
        let (status, text) = try await HTTPClient.withHTTPClient(configuration: configuration) { client in
            do {
                let response = try await client.execute(HTTPClientRequest(url: url), timeout: limit)
                let body = try await response.body.collect(upTo: Self.longestAnswer)
                return (response.status, String(decoding: body.readableBytesView, as: UTF8.self))
            } catch {
                throw CommandFailure(
                    .unavailable, "\(url) does not answer: \(HealthFailure.words(error, limit: timeout))")
            }
        }
        if !text.isEmpty { CommandContext.print(text.hasSuffix("\n") ? String(text.dropLast()) : text) }
        guard status.code < 400 else { throw CommandFailure(.failure, "\(url) answers \(status.code)") }
    }

    /// A detailed answer of many streams has some kilobytes.
    private static let longestAnswer = 1 << 20
}
