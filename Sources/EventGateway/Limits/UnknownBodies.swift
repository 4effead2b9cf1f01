import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// The bodies of callers that show no token: all together take so much memory and no more.
final class UnknownBodies: Sendable {
    private let limits: GatewayLimits
    private let held = Mutex(0)

    init(_ limits: GatewayLimits) { self.limits = limits }

    /// Reads a body, and counts it for as long as it is used.
    ///
    /// - Throws: ``Problem`` 413 where it is too large, 503 where others take all the room; ``ConnectionGuard/SlowBody``; what
    ///   reading or using it throws.
    func withBody<Result>(of request: Request, _ use: ([UInt8]) async throws -> Result) async throws -> Result {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limits.bodyBytes {
            throw Problem(.contentTooLarge, "the body has \(length) bytes, and this takes \(limits.bodyBytes) at most")
        }
        let start = ContinuousClock.now
        var (intake, body, charged) = (UnknownBody(limits), [UInt8](), 0)
        defer { held.withLock { $0 -= charged } }
        for try await piece in request.body {
            switch intake.take(piece.readableBytes, after: start.duration(to: .now)) {
            case .keep(let more):
                try charge(more)
                charged += more
                body.append(contentsOf: piece.readableBytesView)
            case .tooLarge:
                throw Problem(.contentTooLarge, "the body is larger than this path takes")
            case .tooSlow:
                throw ConnectionGuard.SlowBody()
            }
        }
        return try await use(body)
    }

    private func charge(_ bytes: Int) throws(Problem) {
        let fits = held.withLock { held in
            guard held + bytes <= limits.unknownBytes else { return false }
            held += bytes
            return true
        }
        guard fits else {
            throw Problem(
                .serviceUnavailable, "too much is being sent to this path at once; send it again",
                headers: [.retryAfter: "2"])
        }
    }
}
