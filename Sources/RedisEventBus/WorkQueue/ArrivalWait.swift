import RedisClient

/// Waits until a list has something, without taking it: `BLMOVE list list RIGHT RIGHT` moves the last item to where it
/// stands.
///
/// It wakes within a millisecond or two of the push, whoever pushes, and loses nothing however its connection ends;
/// foreign workers that block on the list are served all the same. At maxmemory, and for users that may not, the server
/// refuses it: then the list is asked again every 25 ms.
struct ArrivalWait {
    let client: RedisClient
    let list: String
    private var connection: RedisBlockingConnection?
    private static let longest = Duration.seconds(1)
    private static let poll = Duration.milliseconds(25)

    init(client: RedisClient, list: String) {
        self.client = client
        self.list = list
    }

    /// Returns when there may be something to take, or after `limit`.
    ///
    /// - Throws: `RedisError` where the connection is lost or the task is cancelled.
    mutating func wait(atMost limit: Duration?) async throws(RedisError) {
        let limit = max(min(limit ?? Self.longest, Self.longest), .milliseconds(1))
        var command = RedisCommands(reservingCapacity: 128 + 2 * list.utf8.count)
        command.begin("BLMOVE", arguments: 5)
        command.argument(list)
        command.argument(list)
        command.argument("RIGHT" as StaticString)
        command.argument("RIGHT" as StaticString)
        command.argument(String(Double(limit.milliseconds) / 1_000))
        let reply = try await blocking().send(command, deadline: limit + .seconds(5))
        guard let error = reply.error else { return }
        switch error.code {
        case "OOM", "NOPERM": try? await Task.sleep(for: min(limit, Self.poll))
        default: throw RedisError(error)
        }
    }

    /// Closes the connection that waits.
    mutating func close() async {
        await connection?.close()
        connection = nil
    }

    private mutating func blocking() async throws(RedisError) -> RedisBlockingConnection {
        if let connection, connection.isOpen { return connection }
        let fresh = try await client.blockingConnection()
        connection = fresh
        return fresh
    }
}
