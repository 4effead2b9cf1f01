import EventBus
import RedisClient

/// The moves of a bridge: each is one command, so that a crash leaves a message in one place.
struct BridgeCommands: Sendable {
    let client: RedisClient
    let layout: KeyLayout
    let names: WorkQueueDeclaration

    /// For how long it is remembered that a message came, in milliseconds: 30 days.
    private static let memory = 30 * 86_400_000

    /// What became of a message.
    enum Outcome: Int64, Sendable {
        case appended
        case duplicate
        case gone
    }

    /// Moves what waits to the processing list, the oldest first; answers the messages in the order in which they were put.
    func take(atMost count: Int) async throws(RedisError) -> [[UInt8]] {
        var commands = RedisCommands()
        for _ in 0..<count { commands.append("LMOVE", names.list, names.processing, "RIGHT", "LEFT") }
        var taken: [[UInt8]] = []
        var refusal: RedisError?
        for reply in try await client.send(commands) {
            do throws(RedisError) {
                let item = try reply.get()
                if !item.isNull { taken.append(item.bytes) }
            } catch {
                refusal = error
            }
        }
        // What was taken before a refusal is in the processing list, from where it is taken up again.
        if let refusal { throw refusal }
        return taken
    }

    /// What lies in the processing list, the oldest first, at most so many.
    func unfinished(atMost count: Int) async throws(RedisError) -> [[UInt8]] {
        try await client.command("LRANGE", names.processing, String(-count), "-1").map(\.bytes).reversed()
    }

    /// Appends the event of a message and takes the message off the processing list.
    func cross(_ message: [UInt8], _ crossing: BridgedMessage.Crossing) async throws(RedisError) -> Outcome {
        let (event, declaration) = (crossing.event, crossing.declaration)
        let envelope = event.envelope
        let stream = declaration.stream.name
        let partition = declaration.stream.partition(ofAggregate: envelope.subject)
        let keepsHistory = declaration.aggregate.history == .kept
        let fields = envelope.fields
        // An id is a foreign writer's choice; one that is too long for a key is none.
        let memory = crossing.messageID.flatMap { id in
            id.utf8.count > 256 ? nil : layout.bridged(stream, partition, list: names.list, message: id)
        }
        var keys = [names.processing, memory ?? names.processing, layout.log(stream, partition)]
        if keepsHistory {
            keys.append(
                layout.history(stream, partition, aggregate: declaration.aggregate.type, id: envelope.subject))
        }
        if let key = event.idempotencyKey {
            keys.append(layout.idempotency(stream, partition, event: declaration.type, key: key))
        }
        var commands = RedisCommands(reservingCapacity: message.count + event.payload.count + 1_024)
        Scripts.bridge.begin(in: &commands, keys: keys.count, arguments: 4 + 2 * fields.count + 2)
        for key in keys { commands.argument(key) }
        commands.argument(message)
        commands.argument(memory == nil ? "" : String(Self.memory))
        commands.argument((keepsHistory ? "h" : "") + (event.idempotencyKey == nil ? "" : "i"))
        commands.argument(AppendPlan.idempotencyWindow(of: declaration))
        for (name, value) in fields {
            commands.argument(name.rawValue)
            commands.argument(value)
        }
        commands.argument(EnvelopeAttribute.data.rawValue)
        commands.argument(event.payload)
        let reply = try await client.send(commands, loading: [Scripts.bridge])[0].get()
        guard reply.count == 2, let outcome = reply[1].integer.flatMap({ Outcome(rawValue: $0) }) else {
            throw RedisError(
                .unexpectedReply, "bridge.lua answered something else", delivery: .answered, isRetriable: false)
        }
        return outcome
    }

    /// Moves a message to the dead list; answers whether it was still there.
    func bury(_ message: [UInt8], error: String) async throws(RedisError) -> Bool {
        let letter = WorkQueueLetter.bytes(of: message, error: error, queue: names.list)
        var commands = RedisCommands(reservingCapacity: message.count + letter.count + 256)
        Scripts.bridgeBury.begin(in: &commands, keys: 2, arguments: 2)
        commands.argument(names.processing)
        commands.argument(names.dead)
        commands.argument(message)
        commands.argument(letter)
        return try await client.send(commands, loading: [Scripts.bridgeBury])[0].get().integer == 1
    }
}
