import Foundation

/// The name that a consumer or router has where none is given.
enum ProcessName {
    /// The host's name: the same after a restart, and another on another machine.
    static var standard: String {
        let host = ProcessInfo.processInfo.hostName
        return host.isEmpty ? "eventbus" : host
    }

    /// The host's name and the process's number: another for each of several consumers on one machine, who under one
    /// name would take each other's deliveries for their own.
    static var unique: String { "\(standard)-\(ProcessInfo.processInfo.processIdentifier)" }

    /// Who called this program, as `user@host`: what stands beside an act that others will ask about.
    static var person: String { "\(NSUserName())@\(standard)" }
}
