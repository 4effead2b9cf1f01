import ArgumentParser
import RedisClient
import RedisEventBus
import ServiceLifecycle

/// A process that takes from the workers' list as workers of other languages do: `BRPOPLPUSH`, work, `LREM`.
struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "worker", shouldDisplay: false)

    @OptionGroup var role: RoleOptions

    func run() async throws {
        try await role.run { bus, facts in ForeignWorker(client: bus.client, facts: facts) }
    }
}

/// Moves each item on to a list of what is done, so that every item that was ever put on the list can be counted.
private struct ForeignWorker: Service {
    let client: RedisClient
    let facts: FactFile

    /// Takes an item off the processing list as `LREM` does, and keeps it where it was there.
    private static let finish = RedisScript(
        name: "finish.lua",
        source: """
            #!lua flags=allow-oom
            if redis.call('LREM', KEYS[1], 1, ARGV[1]) == 0 then return 0 end
            redis.call('LPUSH', KEYS[2], ARGV[1])
            return 1
            """)

    func run() async throws {
        await withDiscardingTaskGroup { tasks in
            for _ in 0..<3 { tasks.addTask { await work() } }
        }
    }

    private func work() async {
        while !Task.isShuttingDownGracefully {
            do throws(RedisError) {
                let connection = try await client.blockingConnection()
                try await work(on: connection)
                await connection.close()
            } catch {
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    private func work(on connection: RedisBlockingConnection) async throws(RedisError) {
        while !Task.isShuttingDownGracefully {
            var take = RedisCommands()
            take.append("BRPOPLPUSH", Stage.workList, Stage.processingList, "1")
            let reply: RedisReply
            do throws(RedisError) {
                reply = try await connection.send(take, deadline: .seconds(3)).get()
            } catch {
                await connection.close()
                throw error
            }
            guard !reply.isNull, let event = EventName(payload: reply.bytes) else { continue }
            facts.write(.taken(event))
            await finish(reply.bytes)
        }
    }

    /// Asks until it is answered: asking twice finds nothing the second time.
    private func finish(_ item: [UInt8]) async {
        var command = RedisCommands()
        Self.finish.begin(in: &command, keys: 2, arguments: 1)
        command.argument(Stage.processingList)
        command.argument(Stage.doneList)
        command.argument(item)
        while true {
            if let replies = try? await client.send(command, loading: [Self.finish]), replies[0].error == nil { return }
            try? await Task.sleep(for: .milliseconds(100))
        }
    }
}
