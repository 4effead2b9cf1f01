import EventBus
import RedisClient

/// Finds out what became of appends whose answers were lost: first the fence, then the look.
///
/// When a connection breaks, thousands of publishers ask at once. Whoever asks while a log is being searched is served by
/// the next search, all together: one fence for each lost connection, one pass over the log for all ids.
actor LostAppends {
    private struct Request {
        let ids: Set<EventID>
        let floor: StreamPosition?
        let connection: RedisConnectionIdentity?
        let waiter: CheckedContinuation<Result<Settlement, RedisError>, Never>
    }

    private let client: RedisClient
    private var waiting: [String: [Int: Request]] = [:]
    private var searched: Set<String> = []
    private var lastTicket = 0

    init(client: RedisClient) {
        self.client = client
    }

    /// Looks for events in a log.
    ///
    /// - Parameters:
    ///   - ids: The events.
    ///   - log: The key of the log.
    ///   - floor: A position of the log known before they were sent; `nil` where there is none.
    ///   - connection: What they were sent on; `nil` where the server does not tell.
    /// - Throws: `RedisError` where that cannot be found out now; `cancelled` if the task is.
    func settle(
        _ ids: Set<EventID>, in log: String, after floor: StreamPosition?, lostOn connection: RedisConnectionIdentity?
    ) async throws(RedisError) -> Settlement {
        lastTicket += 1
        let ticket = lastTicket
        let result: Result<Settlement, RedisError> = await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                guard !Task.isCancelled else {
                    waiter.resume(returning: .failure(Self.cancelled))
                    return
                }
                waiting[log, default: [:]][ticket] = Request(
                    ids: ids, floor: floor, connection: connection, waiter: waiter)
                guard searched.insert(log).inserted else { return }
                Task { await search(log) }
            }
        } onCancel: {
            Task { await withdraw(ticket, from: log) }
        }
        return try result.get()
    }

    private static let cancelled = RedisError(
        .cancelled, "the task was cancelled while the log was searched for its event", delivery: .notSent)

    private func withdraw(_ ticket: Int, from log: String) {
        waiting[log]?.removeValue(forKey: ticket)?.waiter.resume(returning: .failure(Self.cancelled))
    }

    private func search(_ log: String) async {
        while let requests = waiting.removeValue(forKey: log)?.values, !requests.isEmpty {
            do throws(RedisError) {
                let settlements = try await settle(Array(requests), in: log)
                for (request, settlement) in zip(requests, settlements) {
                    request.waiter.resume(returning: .success(settlement))
                }
            } catch {
                for request in requests { request.waiter.resume(returning: .failure(error)) }
            }
        }
        searched.remove(log)
    }

    private func settle(_ requests: [Request], in log: String) async throws(RedisError) -> [Settlement] {
        var fences: [RedisConnectionIdentity: RedisFence] = [:]
        for request in requests {
            guard let connection = request.connection, fences[connection] == nil else { continue }
            fences[connection] = try await client.fence(connection)
        }
        // Fenced, nothing of theirs comes behind this end any more.
        let end = try await extent(of: log).last
        // A log that ends before a position that was known is another one: it may have them anywhere.
        let floors = requests.map { request in request.floor.map { $0 <= end ? $0 : .beginning } }
        let ids = requests.reduce(into: Set<EventID>()) { $0.formUnion($1.ids) }
        let found = try await LogSearch(client: client, log: log).positions(
            of: ids, after: floors.compactMap(\.self).min() ?? end, through: end)
        let extent = try await extent(of: log)
        // What was looked up on the connection itself came behind the appends; on another one it may have come before.
        for (connection, fence) in fences where fence == .inUse && client.health.identity != connection {
            throw RedisError(
                .connectionLost, "the connection broke while the log was searched", delivery: .notSent)
        }
        return zip(requests, floors).map { request, floor in
            Settlement(
                found: found.filter { request.ids.contains($0.key) },
                absence: Settlement.absence(
                    fence: request.connection.flatMap { fences[$0] } ?? .untold, floor: floor, extent: extent))
        }
    }

    private func extent(of log: String) async throws(RedisError) -> LogExtent {
        var command = RedisCommands()
        command.append("XINFO", "STREAM", log)
        return try LogExtent(try await client.reply(to: command))
    }
}
