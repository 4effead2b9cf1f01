import ConfiguredEventBus
import RedisClient

/// How to mend it when a Redis cannot be used.
enum RedisRemedy {
    /// What to do about a key that can't be read.
    static let forKey =
        "grant this user the bus's keys; where a key is of another type, another program uses the name: choose another "
        + "EVENTBUS_NAMESPACE, or move that key"

    /// What to do about an error of the connection.
    static func text(for error: any Error) -> String {
        guard let error = error as? RedisError else { return "see the message above" }
        switch error.code {
        case .notConnected, .connectionLost, .circuitOpen:
            return "start Redis, or correct the address (`eventbus config show` tells where it comes from)"
        case .timeout:
            return
                "look for a firewall or a busy server; EVENTBUS_CONNECT_TIMEOUT and EVENTBUS_COMMAND_TIMEOUT set the limits"
        case .authenticationFailed, .server("WRONGPASS"), .server("NOAUTH"):
            return
                "give the right password in REDIS_AUTH_TOKEN or in REDIS_URL, and the user in EVENTBUS_REDIS_USERNAME"
        case .tlsFailed:
            return
                "use rediss:// with the name in the server's certificate, and EVENTBUS_TLS_CA_FILE for an authority of your own"
        case .protocolError:
            return "this port does not speak the Redis protocol: is it another service, or TLS without rediss://?"
        case .server("NOPERM"):
            return denied(error.message)
        case .server("LOADING"):
            return "wait until the server has loaded its data"
        default:
            return "look at the server's log"
        }
    }

    /// What to grant, by the server's words: a command that is named, or the keys.
    static func denied(_ message: String) -> String {
        let roles = "docs/operations.md lists the roles"
        guard let name = message.firstMatch(of: /run the '([^']+)' command/)?.output.1 else {
            return "grant this user the bus's keys (\(roles))"
        }
        return "grant this user `+\(name)` on the bus's keys (\(roles))"
    }
}
