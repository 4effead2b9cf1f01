/// One connection of one run of a server: what tells it from every other connection there ever was.
///
/// The server counts its clients from 1 again after each start, so a number alone may name an innocent neighbour.
public struct RedisConnectionIdentity: Sendable, Hashable, CustomStringConvertible {
    /// The server's id of the connection, as `CLIENT KILL ID` takes it.
    public let clientID: Int64
    /// The server's `run_id`: another after each start.
    public let runID: String

    /// Names a connection.
    public init(clientID: Int64, runID: String) {
        self.clientID = clientID
        self.runID = runID
    }

    /// The id, and the first digits of the run.
    public var description: String { "client \(clientID) of run \(runID.prefix(8))" }
}
