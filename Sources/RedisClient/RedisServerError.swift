/// An error reply of the server.
public struct RedisServerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The first word, as in `WRONGTYPE`.
    public let code: String
    /// Everything behind the first word.
    public let message: String

    /// Reads an error reply as the server sent it, without the leading `-`.
    public init(line: String) {
        if let space = line.utf8.firstIndex(of: UInt8(ascii: " ")) {
            code = String(line[..<space])
            message = String(line[line.utf8.index(after: space)...])
        } else {
            code = line
            message = ""
        }
    }

    /// `CODE message`, as the server sent it.
    public var description: String { message.isEmpty ? code : "\(code) \(message)" }

    /// Whether the same command may succeed later without anybody changing anything.
    public var isRetriable: Bool { Self.passingCodes.contains(code) }

    /// States of a server that pass: it loads its data, follows a master that is away or has just changed, runs a long script,
    /// waits for replicas, or is full until something is removed.
    static let passingCodes: Set<String> = [
        "LOADING", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "BUSY", "NOREPLICAS", "OOM", "MISCONF",
        "UNBLOCKED",
    ]
}
