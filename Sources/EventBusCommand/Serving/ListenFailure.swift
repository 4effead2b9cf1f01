import Foundation
import NIOCore

/// Why the gateway cannot listen where it is told to, and how to mend it.
enum ListenFailure {
    /// What to say; `nil` where the error is about something else.
    static func failure(_ error: any Error, host: String, port: Int) -> CommandFailure? {
        let place = (host.contains(":") ? "[\(host)]" : host) + ":\(port)"
        if error is SocketAddressError.UnknownHost {
            return CommandFailure(
                .misconfigured, "nobody knows the host “\(host)”: name another with --host (EVENTBUS_GATEWAY_HOST)")
        }
        guard let error = error as? IOError else { return nil }
        switch error.errnoCode {
        case EADDRINUSE:
            return CommandFailure(
                .unavailable,
                "\(place) is taken: end the other process, or name another port with --port (EVENTBUS_GATEWAY_PORT)")
        case EACCES:
            return CommandFailure(
                .misconfigured,
                "this user may not listen on \(place): name a port from 1024 on with --port (EVENTBUS_GATEWAY_PORT)")
        case EADDRNOTAVAIL:
            return CommandFailure(
                .misconfigured,
                "\(host) is no address of this machine: name another with --host (EVENTBUS_GATEWAY_HOST)")
        default: return nil
        }
    }
}
