import EventBus
import RedisClient

/// One call of `relay.lua`: as many events of a batch, from its first on, as one partition takes.
///
/// A pure value: a batch goes in, a command comes out.
struct RelayCommand {
    /// How long it is remembered which event an outbox appended last, in milliseconds: 30 days.
    private static let memory = 30 * 86_400_000

    private let batch: RelayBatch
    private let stream: StreamDeclaration
    private let partition: Int
    /// The declarations of the events that the call appends, in their order.
    private let declarations: [EventDeclaration]

    /// Takes those events that stand together in a partition as the catalogue divides the stream now: it may have changed
    /// since they were accepted.
    ///
    /// - Returns: `nil` where the catalogue does not have the batch's first event, or keeps no history for it though it
    ///   expects a version.
    init?(_ batch: RelayBatch, catalogue: [EventDeclaration]) {
        func place(_ event: EncodedEvent) -> (EventDeclaration, Int)? {
            guard let declaration = catalogue.first(where: { $0.type == event.envelope.type }),
                event.expectedVersion == nil || declaration.aggregate.history == .kept
            else { return nil }
            return (declaration, declaration.stream.partition(ofAggregate: event.envelope.subject))
        }
        guard let (first, partition) = place(batch.events[0]) else { return nil }
        var declarations = [first]
        for event in batch.events.dropFirst() {
            guard let (declaration, its) = place(event), declaration.stream.name == first.stream.name, its == partition
            else { break }
            declarations.append(declaration)
        }
        self.batch = batch
        self.partition = partition
        stream = first.stream
        self.declarations = declarations
    }

    /// The call itself.
    func command(layout: KeyLayout) -> RedisCommands {
        let entries = zip(zip(batch.events, batch.marks), declarations).map { Entry($0.0, marked: $0.1, of: $1) }
        let keys = entries.reduce(2) { $0 + $1.keyCount }
        let arguments = entries.reduce(2) { $0 + 4 + $1.fieldCount }
        let size = batch.events.reduce(0) { $0 + $1.payload.count + 512 }
        var commands = RedisCommands(reservingCapacity: size)
        Scripts.relay.begin(in: &commands, keys: keys, arguments: arguments)
        commands.argument(layout.log(stream.name, partition))
        commands.argument(layout.outbox(stream.name, partition, outbox: batch.outbox))
        for entry in entries { entry.writeKeys(layout: layout, partition: partition, to: &commands) }
        commands.argument(batch.previous?.description ?? "")
        commands.argument(Self.memory)
        for entry in entries { entry.writeArguments(to: &commands) }
        return commands
    }

    /// What it means that an event's aggregate is at another version than it expected.
    ///
    /// - Parameter place: Which event of the batch it is.
    func conflict(at place: Int, actual: UInt64) -> VersionConflict? {
        guard declarations.indices.contains(place) else { return nil }
        let event = batch.events[place]
        return VersionConflict(event.expectedVersion, of: event.envelope.subject, declarations[place], actual: actual)
    }

    /// One event of the call.
    private struct Entry {
        let event: EncodedEvent
        let declaration: EventDeclaration
        private let mark: RelayMark
        private let fields: [(name: EnvelopeAttribute, value: String)]

        init(_ event: EncodedEvent, marked mark: RelayMark, of declaration: EventDeclaration) {
            self.event = event
            self.mark = mark
            self.declaration = declaration
            fields = event.envelope.fields
        }

        private var keepsHistory: Bool { declaration.aggregate.history == .kept }

        /// What the append keeps beside the log, in the words of `append.lua`.
        private var keptKeys: String { (keepsHistory ? "h" : "") + (event.idempotencyKey == nil ? "" : "i") }

        /// How many keys beside the log it has.
        var keyCount: Int { keptKeys.utf8.count }

        private var keptNames: String { keptKeys + (event.expectedVersion == nil ? "" : "e") }

        /// How many arguments follow behind the first four.
        var fieldCount: Int { 2 * (fields.count + 1) + (event.expectedVersion == nil ? 0 : 1) }

        func writeKeys(layout: KeyLayout, partition: Int, to commands: inout RedisCommands) {
            let stream = declaration.stream.name
            if keepsHistory {
                let aggregate = declaration.aggregate.type
                commands.argument(layout.history(stream, partition, aggregate: aggregate, id: event.envelope.subject))
            }
            if let key = event.idempotencyKey {
                commands.argument(layout.idempotency(stream, partition, event: declaration.type, key: key))
            }
        }

        func writeArguments(to commands: inout RedisCommands) {
            commands.argument(mark.description)
            commands.argument(keptNames)
            commands.argument(AppendPlan.idempotencyWindow(of: declaration))
            commands.argument(fieldCount)
            if let expected = event.expectedVersion { commands.argument(expected.argument) }
            for (name, value) in fields {
                commands.argument(name.rawValue)
                commands.argument(value)
            }
            commands.argument(EnvelopeAttribute.data.rawValue)
            commands.argument(event.payload)
        }
    }
}
