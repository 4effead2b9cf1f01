import AsyncHTTPClient
import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// Why nobody answers, in plain words.
enum HealthFailure {
    /// What an error of the HTTP client means.
    ///
    /// - Parameter limit: How long was waited, as it was written.
    static func words(_ error: any Error, limit: String) -> String {
        switch error {
        case let error as HTTPClientError where timeouts.contains(error): "nothing came within \(limit)"
        case let error as HTTPClientError where error == .remoteConnectionClosed: "the connection was closed"
        case let error as NIOConnectionError:
            if let failure = error.connectionErrors.first {
                words(failure.error, limit: limit)
            } else {
                "nobody knows the host \(error.host)"
            }
        case let error as IOError: String(cString: strerror(error.errnoCode)).lowercased()
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: "TLS fails: \(error)"
        default: "\(error)"
        }
    }

    private static let timeouts: [HTTPClientError] = [
        .deadlineExceeded, .connectTimeout, .readTimeout, .writeTimeout, .tlsHandshakeTimeout,
        .getConnectionFromPoolTimeout,
    ]
}
