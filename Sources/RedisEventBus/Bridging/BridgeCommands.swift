import EventBus
import RedisClient

/// The moves of a bridge: each is one command, so that a crash leaves a message in one place.
struct BridgeCommands: Sendable {
    let client: RedisClient
    let layout: KeyLayout
    let names: WorkQueueDeclaration
    let limits: BridgeLimits

    /// For how long it is remembered that a message came, in milliseconds: 30 days.
    private static let memory = 30 * 86_400_000

    /// What became of a message.
    enum Outcome: Int64, Sendable {
        case appended
        case duplicate
        case gone
    }

    /// What was taken.
    struct Taken: Sendable {
        /// The messages, the oldest first; they are in the processing list.
        let messages: [[UInt8]]
        /// The sizes of messages that are too large to be read and went to the dead list as they are, in bytes.
        let buried: [Int]
        /// Whether this lay in the processing list before.
        let wasUnfinished: Bool

        var isEmpty: Bool { messages.isEmpty && buried.isEmpty }
    }

    /// Takes what waits, or what lies in the processing list if there is something and `unfinishedFirst` is set.
    func take(atMost count: Int, unfinishedFirst: Bool) async throws(RedisError) -> Taken {
        let reply = try await client.evaluate(
            Scripts.bridgeTake, keys: [names.list, names.processing, names.dead],
            arguments: [unfinishedFirst ? "1" : "0", String(count), String(limits.batch), String(limits.message)])
        guard reply.count == 3 else { throw Self.unexpected(Scripts.bridgeTake) }
        return Taken(
            messages: reply[0].map(\.bytes), buried: reply[1].compactMap { $0.integer.map { Int($0) } },
            wasUnfinished: reply[2].integer == 1)
    }

    /// Appends the event of a message and takes the message off the processing list.
    func cross(_ message: [UInt8], _ crossing: BridgedMessage.Crossing) async throws(RedisError) -> Outcome {
        let (event, declaration) = (crossing.event, crossing.declaration)
        let envelope = event.envelope
        let stream = declaration.stream.name
        let partition = declaration.stream.partition(ofAggregate: envelope.subject)
        let keepsHistory = declaration.aggregate.history == .kept
        let fields = envelope.fields
        let memory = crossing.messageID.map { id in
            layout.bridged(stream, partition, list: names.list, message: Self.remembered(id))
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
            throw Self.unexpected(Scripts.bridge)
        }
        return outcome
    }

    /// How a message's id stands in a key: as it is, or by its digest where it is too long, or looks like a digest.
    private static func remembered(_ id: String) -> String {
        guard id.utf8.count > 256 || id.hasPrefix("sha1:") else { return id }
        return "sha1:" + SHA1.hexadecimalDigest(of: Array(id.utf8))
    }

    /// Moves a message to the dead list, with the reason unless it is too large for a letter; answers whether it was still
    /// there.
    func bury(_ message: [UInt8], error: String) async throws(RedisError) -> Bool {
        let letter =
            message.count > limits.letter
            ? nil : WorkQueueLetter.bytes(of: message, error: error, queue: names.list)
        var commands = RedisCommands(reservingCapacity: message.count + (letter?.count ?? 0) + 256)
        Scripts.bridgeBury.begin(in: &commands, keys: 2, arguments: letter == nil ? 1 : 2)
        commands.argument(names.processing)
        commands.argument(names.dead)
        commands.argument(message)
        if let letter { commands.argument(letter) }
        return try await client.send(commands, loading: [Scripts.bridgeBury])[0].get().integer == 1
    }

    private static func unexpected(_ script: RedisScript) -> RedisError {
        RedisError(.unexpectedReply, "\(script.name) answered something else", delivery: .answered, isRetriable: false)
    }
}
