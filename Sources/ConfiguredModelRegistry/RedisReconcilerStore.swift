import EventBus
import ModelRegistry
import RedisClient
import RedisEventBus

/// Keeps in Redis how far reconcilers have come.
struct RedisReconcilerStore: ReconcilerStore {
    let bus: RedisEventBus

    func hold(_ instance: String, for time: Duration) async throws -> Bool {
        let key = bus.layout.modelLease
        let milliseconds = "\(max(1, Int64(time / .milliseconds(1))))"
        let client = bus.client
        if try await client.command("SET", key, instance, "NX", "PX", milliseconds).isOK { return true }
        guard try await client.command("GET", key).string == instance else { return false }
        _ = try await client.command("PEXPIRE", key, milliseconds)
        return true
    }

    func release(_ instance: String) async {
        let key = bus.layout.modelLease
        guard let holder = try? await bus.client.command("GET", key).string, holder == instance else { return }
        _ = try? await bus.client.command("DEL", key)
    }

    func load() async throws -> ReconcilerRecord {
        let mark = try await bus.client.command("GET", bus.layout.modelMark).string
        let fields = Array(try await bus.client.command("HGETALL", bus.layout.unfinishedModels))
        var unfinished: [ModelVersionName: UnfinishedVersion] = [:]
        for index in stride(from: 0, to: fields.count - 1, by: 2) {
            guard let name = fields[index].string.flatMap({ ModelVersionName($0) }),
                let note = fields[index + 1].string.flatMap({ UnfinishedVersion($0) })
            else { continue }
            unfinished[name] = note
        }
        return ReconcilerRecord(mark: mark.flatMap { Int64($0) }, unfinished: unfinished)
    }

    func save(mark: Int64, _ changes: UnfinishedVersions.Changes) async throws {
        var commands = RedisCommands()
        commands.begin("MULTI", arguments: 0)
        if !changes.written.isEmpty {
            commands.begin("HSET", arguments: 1 + changes.written.count * 2)
            commands.argument(bus.layout.unfinishedModels)
            for (name, note) in changes.written {
                commands.argument("\(name)")
                commands.argument(note.text)
            }
        }
        if !changes.removed.isEmpty {
            commands.begin("HDEL", arguments: 1 + changes.removed.count)
            commands.argument(bus.layout.unfinishedModels)
            for name in changes.removed { commands.argument("\(name)") }
        }
        commands.begin("SET", arguments: 2)
        commands.argument(bus.layout.modelMark)
        commands.argument(mark)
        commands.begin("EXEC", arguments: 0)
        for reply in try await bus.client.send(commands) { _ = try reply.get() }
    }
}
