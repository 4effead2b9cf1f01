import Foundation

/// The name that a consumer or router has where none is given.
enum ProcessName {
    /// The host's name: the same after a restart, and another on another machine.
    static var standard: String {
        let host = ProcessInfo.processInfo.hostName
        return host.isEmpty ? "eventbus" : host
    }
}
