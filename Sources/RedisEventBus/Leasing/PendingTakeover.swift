import EventBus
import RedisClient

/// Makes everything that is pending for a group the pending of one consumer: what it reads first after a takeover.
struct PendingTakeover: Sendable {
    let client: RedisClient
    let log: String
    let group: String
    let consumer: String

    /// How many entries one command asks for or claims.
    private static let page = 1_000

    /// Claims all that is pending of others, but for what waits under a name that begins with `~`. How often an entry
    /// was delivered stays as it was. Goes on trying while the server is away, until `stop` fires.
    ///
    /// - Throws: `RedisError` that only a person can mend; cancellation.
    func run(stop: StopSignal) async throws {
        var failures = 0
        while !stop.isStopping {
            do throws(RedisError) {
                try await claimAll()
                return
            } catch {
                failures += 1
                try await ReadRecovery.pause(after: error, failures: failures)
            }
        }
    }

    private func claimAll() async throws(RedisError) {
        var start = "-"
        while true {
            let page: RedisReply
            do throws(RedisError) {
                page = try await client.command("XPENDING", log, group, start, "+", String(Self.page))
            } catch {
                // No group yet: whoever reads first makes it, and nothing is pending.
                if error.code == .server("NOGROUP") { return }
                throw error
            }
            var foreign: [RedisStreamID] = []
            for entry in page where entry.count == 4 {
                guard let id = entry[0].streamID, let owner = entry[1].string else { continue }
                if owner != consumer, !owner.hasPrefix("~") { foreign.append(id) }
            }
            try await claim(foreign)
            guard page.count == Self.page, let last = page[page.count - 1][0].string else { return }
            start = "(" + last
        }
    }

    private func claim(_ positions: [RedisStreamID]) async throws(RedisError) {
        guard !positions.isEmpty else { return }
        var command = RedisCommands(reservingCapacity: 128 + positions.count * 30)
        command.begin("XCLAIM", arguments: 5 + positions.count)
        command.argument(log)
        command.argument(group)
        command.argument(consumer)
        command.argument(0)
        for position in positions { command.argument(position) }
        command.argument("JUSTID" as StaticString)
        _ = try await client.reply(to: command).get()
    }
}
