import EventBus
import Logging
import RedisClient
import Synchronization

extension EventLog {
    /// Asks the server what is to be known before events are sent, in one round trip.
    ///
    /// It is waited for, and not sent along with the events: a connection that died in a silence is then found out by a
    /// question, which can be repeated, and not by an append.
    ///
    /// - Parameter floors: Where the logs end, for those that were asked.
    /// - Returns: Why the events may not be sent, if so.
    /// - Throws: `RedisError`, by which nothing was appended.
    func prepare(
        _ batch: AppendBatch, _ admission: BatchAdmission, _ floors: inout Floors
    ) async throws(RedisError) -> (error: PublishError, passing: AppendResolution.Answer.Passing)? {
        let need = admission.need
        let now = Self.now
        let asksForMemory = need.contains(.memory) && knowledge.withLock { $0.shouldAskForMemory(at: now) }
        var commands = RedisCommands()
        if need.contains(.facts) {
            commands.append("INFO")
            commands.append("CONFIG", "GET", "appendfsync")
        } else if asksForMemory {
            commands.append("INFO", "memory")
        }
        for partition in admission.stalePartitions { commands.append("XINFO", "STREAM", batch.plan.log(partition)) }
        let replies: [RedisReply]
        do throws(RedisError) { replies = try await client.send(commands) } catch { throw error.with(.notSent) }
        var next = replies.makeIterator()
        if need.contains(.facts), let info = next.next(), let fsync = next.next() {
            learn(info, fsync: fsync, at: now)
        } else if asksForMemory, let info = next.next() {
            let report = info.string.map { MemoryHeadroom.Report(ServerFacts(info: $0)) }
            knowledge.withLock { $0.learn(report, at: now) }
        }
        for partition in admission.stalePartitions {
            guard let reply = next.next() else { break }
            hear(reply, of: partition, batch.plan, at: now, &floors)
        }
        return knowledge.withLock { knowledge in
            if batch.hasKeys, knowledge.headroom.mayEvict { return (knowledge.headroom.evictionRefusal, .lasting) }
            return knowledge.headroom.isFull ? (knowledge.headroom.refusal, .passing) : nil
        }
    }

    /// Asks how full the server is, without anybody waiting for it.
    func askForMemoryMeanwhile() {
        Task {
            do throws(RedisError) {
                let info = try await client.command("INFO", "memory").string ?? ""
                let now = Self.now
                knowledge.withLock { $0.learn(MemoryHeadroom.Report(ServerFacts(info: info)), at: now) }
            } catch {
                logger.debug("the server was not asked how full it is", metadata: ["error": "\(error)"])
            }
        }
    }

    private func learn(_ info: RedisReply, fsync: RedisReply, at now: UInt64) {
        guard let text = info.string else {
            logger.warning(
                "INFO is denied: durability is taken as attested, and idempotency keys and memory are not watched",
                metadata: ["answer": "\(info)"])
            knowledge.withLock { $0.learn(.attested, nil, at: now) }
            return
        }
        let facts = ServerFacts(info: text)
        let durability = facts.durability(fsync: fsync.count == 2 ? fsync[1].string : nil)
        knowledge.withLock { $0.learn(durability, MemoryHeadroom.Report(facts), at: now) }
    }

    private func hear(
        _ reply: RedisReply, of partition: Int, _ plan: AppendPlan, at now: UInt64, _ floors: inout Floors
    ) {
        do throws(RedisError) {
            let last = try LogExtent(reply).last
            floors[partition] = .some(last)
            knowledge.withLock { $0.hear(last, in: partition, of: plan, at: now) }
        } catch {
            // The append itself says what is wrong with the log, if it is more than that XINFO is denied.
            knowledge.withLock { $0.hearNothing(of: partition, plan, at: now) }
        }
    }
}
