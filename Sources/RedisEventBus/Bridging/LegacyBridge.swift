package import EventBus
import Logging
import RedisClient
import ServiceLifecycle

/// Brings the messages of a list that foreign services still write into the log, each exactly once.
///
/// A message goes to the processing list (`LMOVE`), is read, and one script appends its event and takes it off: so a crash
/// leaves it in the list, in the processing list, or in the log. What lies in the processing list is taken up first. What can
/// never become an event goes to the dead list with the reason; what is too large to be read goes there as it is. Any number
/// of bridges of one list may run.
package struct LegacyBridge: Service {
    /// The lists.
    package let names: WorkQueueDeclaration
    private let commands: BridgeCommands
    private let read: @Sendable ([UInt8]) -> BridgedMessage
    private let logger: Logger
    private let loops: LoopHeartbeats
    private let metrics: BusMetrics?

    /// How many messages are taken at a time, unless they are large.
    private static let batch = 100

    /// What a bridge has done.
    package struct Report: Sendable, Hashable {
        /// How many messages became events of the log.
        package internal(set) var appended = 0
        /// How many had come before, by their id or their event's idempotency key.
        package internal(set) var duplicates = 0
        /// How many went to the dead list.
        package internal(set) var dead = 0
    }

    init(
        bus: RedisEventBus, names: WorkQueueDeclaration, read: @escaping @Sendable ([UInt8]) -> BridgedMessage
    ) {
        self.names = names
        self.read = read
        commands = BridgeCommands(
            client: bus.client, layout: bus.layout, names: names,
            limits: BridgeLimits(entry: bus.log.policy.maximumEntryBytes))
        logger = bus.logger
        loops = bus.loops
        metrics = bus.metrics
    }

    /// Brings in what comes, until the service is shut down or the task is cancelled; the message in hand is finished, or is
    /// taken up by the next bridge.
    ///
    /// - Throws: `RedisError` that only a person can mend: a key of another type, missing rights.
    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            do {
                try await loops.run("bridge \(names.list)", bound: commands.client.loopBound) { heartbeat in
                    try await bring(heartbeat)
                }
            } catch is CancellationError {}
        }
    }

    /// Brings in what is there now, and returns.
    ///
    /// - Throws: `RedisError` where the server does not answer or refuses; what was not brought in is where it was, or in the
    ///   processing list.
    package func drain() async throws -> Report {
        var report = Report()
        while true {
            let taken = try await commands.take(atMost: Self.batch, unfinishedFirst: true)
            if taken.isEmpty { return report }
            count(taken.buried, &report)
            for message in taken.messages { try await bring(message, &report) }
        }
    }

    private func bring(_ heartbeat: LoopHeartbeat) async throws {
        var arrival = ArrivalWait(client: commands.client, list: names.list)
        do { try await bring(heartbeat, &arrival) } catch {
            await arrival.close()
            throw error
        }
    }

    private func bring(_ heartbeat: LoopHeartbeat, _ arrival: inout ArrivalWait) async throws {
        var failures = 0
        // At the start, and after a failure, something may lie in the processing list.
        var mayHaveLeft = true
        while true {
            heartbeat.beat()
            try Task.checkCancellation()
            do throws(RedisError) {
                let taken = try await commands.take(atMost: Self.batch, unfinishedFirst: mayHaveLeft)
                mayHaveLeft = taken.wasUnfinished
                if taken.isEmpty {
                    try await arrival.wait(atMost: nil)
                    // Another bridge of this list may have died with something in hand; what a living one holds is brought in once.
                    mayHaveLeft = true
                } else {
                    var report = Report()
                    count(taken.buried, &report)
                    for message in taken.messages {
                        try await bring(message, &report)
                        heartbeat.beat()
                    }
                }
                failures = 0
            } catch {
                // That is the end that was asked for, and no interruption.
                if error.code == .cancelled { throw CancellationError() }
                mayHaveLeft = true
                failures += 1
                if failures == 1 || failures.isMultiple(of: 20) {
                    logger.warning("bridging is interrupted", metadata: ["list": "\(names.list)", "error": "\(error)"])
                }
                try await ReadRecovery.pause(after: error, failures: failures)
            }
        }
    }

    private func bring(_ message: [UInt8], _ report: inout Report) async throws(RedisError) {
        switch judge(message) {
        case .event(let crossing):
            switch try await commands.cross(message, crossing) {
            case .appended:
                report.appended += 1
                metrics?.count(.bridged, names.list, "appended")
                metrics?.publishing(of: crossing.declaration).appended(1)
            case .duplicate:
                report.duplicates += 1
                metrics?.count(.bridged, names.list, "duplicate")
            case .gone: break
            }
        case .poison(let whole):
            // Who writes much that is wrong fills neither dead list nor log.
            let reason = String(whole.prefix(4_096))
            if try await commands.bury(message, error: reason) { count(deadBecause: reason, &report) }
        }
    }

    /// What a message is; an event that no publisher could append is poison too.
    private func judge(_ message: [UInt8]) -> BridgedMessage {
        let read = read(message)
        guard case .event(let crossing) = read, crossing.entryBytes > commands.limits.entry else { return read }
        return .poison(
            PublishError(
                tooLarge: crossing.entryBytes, limit: commands.limits.entry, of: crossing.declaration, at: nil
            ).message)
    }

    /// Counts messages that were too large to be read, of which the log alone says why they are dead letters.
    private func count(_ buried: [Int], _ report: inout Report) {
        for bytes in buried {
            count(
                deadBecause: "the message has \(bytes) bytes, and none of more than \(commands.limits.message) is read",
                &report)
        }
    }

    private func count(deadBecause reason: String, _ report: inout Report) {
        report.dead += 1
        metrics?.count(.bridged, names.list, "dead")
        logger.error(
            "a message of a foreign list became a dead letter",
            metadata: ["list": "\(names.list)", "dead": "\(names.dead)", "reason": "\(reason)"])
    }
}

extension RedisEventBus {
    /// A bridge from a list that foreign services write into the log; run it, or give it to a `ServiceGroup`.
    ///
    /// - Parameters:
    ///   - names: The list, and the lists beside it.
    ///   - read: Says what a message is.
    /// - Throws: ``BridgeLoop`` where the catalogue routes something to the same list.
    package func bridge(
        from names: WorkQueueDeclaration, read: @escaping @Sendable ([UInt8]) -> BridgedMessage
    ) throws(BridgeLoop) -> LegacyBridge {
        if let loop = BridgeLoop(names, events: events) { throw loop }
        return LegacyBridge(bus: self, names: names, read: read)
    }
}
