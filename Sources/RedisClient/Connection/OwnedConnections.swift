/// A connection that ends with its client.
protocol OwnedConnection: AnyObject, Sendable {
    /// Ends it for good; does nothing if it has ended.
    func close() async
}

/// The connections that a client has opened for others and that they still hold.
struct OwnedConnections: Sendable {
    private struct Weak: Sendable {
        weak var connection: (any OwnedConnection)?
    }

    private var all: [Weak] = []
    private var isClosed = false

    /// Remembers a connection.
    ///
    /// - Returns: `false` if the client is closed.
    mutating func adopt(_ connection: any OwnedConnection) -> Bool {
        guard !isClosed else { return false }
        all.removeAll { $0.connection == nil }
        all.append(Weak(connection: connection))
        return true
    }

    /// Refuses further ones.
    ///
    /// - Returns: Those to close; `nil` if this has been done before.
    mutating func close() -> [any OwnedConnection]? {
        guard !isClosed else { return nil }
        isClosed = true
        defer { all = [] }
        return all.compactMap(\.connection)
    }
}
