import Foundation
import NIOCore
import NIOPosix

/// Why a connection failed, in words for people: those of the library name its own functions.
enum ConnectionFailure {
    static func words(_ error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError:
            guard let first = error.connectionErrors.first?.error else { return "the host \(error.host) is not known" }
            return words(first)
        case let error as IOError: return String(cString: strerror(error.errnoCode))
        default: return "\(error)"
        }
    }
}
