import Logging
import RedisClient

/// Ends the connection on which the holder before reads, so that a reply that is still under way to it brings nothing.
struct ConnectionFence: Sendable {
    let client: RedisClient
    let logger: Logger

    /// Ends a connection if the server is still the run that gave it its id, and returns when that is done.
    ///
    /// Over a connection of its own: should the server be restarted between the question and the order, the order fails
    /// with its connection instead of meeting an innocent neighbour. Where this user may not end connections, it says so
    /// and goes on: the holder before is then kept out by the epoch alone.
    ///
    /// - Parameter stop: Ends the trying.
    func end(_ reader: ServerConnection, stop: StopSignal) async throws {
        var failures = 0
        while !stop.isStopping {
            do throws(RedisError) {
                try await once(reader)
                return
            } catch {
                guard error.delivery != .answered || error.isRetriable else {
                    logger.warning(
                        "the reading connection of the holder before cannot be ended: grant this user CLIENT KILL and INFO",
                        metadata: ["connection": "\(reader)", "error": "\(error)"])
                    return
                }
                failures += 1
                try await ReadRecovery.pause(after: error, failures: failures)
            }
        }
    }

    private func once(_ reader: ServerConnection) async throws(RedisError) {
        let connection = try await client.blockingConnection()
        do throws(RedisError) {
            let info = try await ask(connection, "INFO", "server").string ?? ""
            if ServerFacts(info: info).runID == reader.run {
                _ = try await ask(connection, "CLIENT", "KILL", "ID", String(reader.id))
            }
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }

    private func ask(
        _ connection: RedisBlockingConnection, _ name: String, _ arguments: String...
    ) async throws(RedisError) -> RedisReply {
        var command = RedisCommands()
        command.append(name, arguments)
        return try await connection.send(command, deadline: .seconds(5)).get()
    }
}
