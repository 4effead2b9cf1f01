import EventBus
import RedisClient

/// One call of `route.lua`: the entries of a batch and what is to be put where, and the entries that can't be routed.
///
/// A pure value: the batch that a reader brought goes in, a command comes out.
struct RouteBatch {
    /// An entry that no route can be found for.
    struct Unroutable {
        let position: StreamPosition
        let problem: UndeliverableRecord
        /// The event, where the entry is one.
        var record: EventRecord?
    }

    private(set) var unroutable: [Unroutable] = []
    private(set) var trimmed: [StreamPosition] = []
    private(set) var entries = 0
    /// The entries that are routed, each with the number of its plan.
    private(set) var routed: [(position: StreamPosition, plan: Int)] = []
    /// The arguments after the epoch, encoded one by one.
    private var steps: [Step] = []

    private enum Step {
        case entry(StreamPosition, routes: Int)
        case put(StaticString, name: String, message: Range<Int>)
    }

    private var messages = JSONWriter(capacity: 65_536)

    init(_ batch: [LogEntry], table: RoutingTable) {
        for entry in batch {
            switch entry.content {
            case .trimmed: trimmed.append(entry.position)
            case .malformed(let error):
                unroutable.append(Unroutable(position: entry.position, problem: .malformed(error)))
            case .event(let record): add(record, at: entry.position, table: table)
            }
        }
    }

    private mutating func add(_ record: EventRecord, at position: StreamPosition, table: RoutingTable) {
        guard let number = table.number(of: record) else {
            unroutable.append(Unroutable(position: position, problem: .unknownType(record.type), record: record))
            return
        }
        do throws(InvalidPayload) {
            try record.checkPayload()
        } catch {
            unroutable.append(Unroutable(position: position, problem: .undecodable(error), record: record))
            return
        }
        let plan = table.plans[number]
        entries += 1
        routed.append((position, number))
        steps.append(.entry(position, routes: plan.routes.count))
        var written: [(wire: Wire, message: Range<Int>)] = []
        for route in plan.routes {
            let message: Range<Int>
            if let same = written.first(where: { $0.wire == route.wire }) {
                message = same.message
            } else {
                let start = messages.count
                route.wire.write(record, of: plan.declaration, to: &messages)
                message = start..<messages.count
                written.append((route.wire, message))
            }
            switch route.destination {
            case .list(let name): steps.append(.put("LPUSH", name: name, message: message))
            case .channel(let name): steps.append(.put("PUBLISH", name: name, message: message))
            }
        }
    }

    /// The call, with all keys that the script may touch.
    func command(keys: [String], reader: Delivery.Reader, epoch: UInt64, now: Timestamp) -> RedisCommands {
        var commands = RedisCommands(reservingCapacity: messages.count + steps.count * 64 + 1_024)
        let arguments = steps.reduce(4) { count, step in
            switch step {
            case .entry: count + 2
            case .put: count + 3
            }
        }
        Scripts.route.begin(in: &commands, keys: keys.count, arguments: arguments)
        for key in keys { commands.argument(key) }
        commands.argument(reader.group)
        commands.argument(reader.consumer)
        commands.argument(now.description)
        commands.argument(epoch)
        messages.withBytes { bytes in
            for step in steps {
                switch step {
                case .entry(let position, let routes):
                    commands.argument(position.id)
                    commands.argument(routes)
                case .put(let command, let name, let message):
                    commands.argument(command)
                    commands.argument(name)
                    commands.argument(UnsafeRawBufferPointer(rebasing: bytes[message]))
                }
            }
        }
        return commands
    }
}
