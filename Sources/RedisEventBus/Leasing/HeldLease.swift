import EventBus
import RedisClient
import Synchronization

/// A lease as whoever reads under it sees it.
final class HeldLease: PartitionLease {
    private struct State {
        var epoch: UInt64
        var isHeld = true
        var end: ContinuousClock.Instant
        var client: ServerConnection?
        var position: StreamPosition?
    }

    let key: String
    private let client: RedisClient
    private let positionKey: String
    private let state: Mutex<State>

    /// - Parameter end: When it runs out unless it is renewed.
    init(_ keys: LeaseKeys, epoch: UInt64, end: ContinuousClock.Instant, client: RedisClient) {
        key = keys.lease
        positionKey = keys.position
        self.client = client
        state = Mutex(State(epoch: epoch, end: end))
    }

    var epoch: UInt64 { state.withLock { $0.epoch } }

    var isCurrent: Bool { state.withLock { $0.isHeld && ContinuousClock.now < $0.end } }

    /// The connection that was admitted last.
    var admitted: ServerConnection? { state.withLock { $0.client } }

    /// The position that was noted last.
    var position: StreamPosition? { state.withLock { $0.position } }

    /// The lease was renewed, or its key was made again.
    func renew(epoch: UInt64, end: ContinuousClock.Instant) {
        state.withLock { state in
            state.epoch = epoch
            state.end = end
        }
    }

    /// The lease is lost or was given up: it admits nobody any more.
    func end() { state.withLock { $0.isHeld = false } }

    func admit(_ connection: RedisBlockingConnection) async throws(RedisError) -> Bool {
        // The id counts only together with the run of the very server that gave it: asked on this connection.
        var reader: ServerConnection?
        if let id = connection.clientID {
            var command = RedisCommands()
            command.append("INFO", "server")
            let info = try await connection.send(command, deadline: .seconds(5))
            if let run = info.string.flatMap({ ServerFacts(info: $0).runID }) {
                reader = ServerConnection(id: id, run: run)
            }
        }
        guard let epoch = state.withLock({ $0.isHeld ? $0.epoch : nil }) else { return false }
        let isAdmitted =
            try await client.evaluate(
                Scripts.admit, keys: [key], arguments: [String(epoch), reader?.description ?? ""]
            ).integer == 1
        return state.withLock { state in
            if isAdmitted { state.client = reader }
            return isAdmitted && state.isHeld
        }
    }

    func storedPosition() async throws(RedisError) -> StreamPosition? {
        if let position { return position }
        return try await client.command("GET", positionKey).streamID.map { StreamPosition($0) }
    }

    func note(position: StreamPosition) {
        state.withLock { $0.position = max($0.position ?? position, position) }
    }
}
