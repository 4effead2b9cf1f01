/// Which function handles which event: what a consumer is given.
///
/// ```swift
/// var handlers = EventHandlers()
/// handlers.on(ModelReadyToDeploy.self) { event, delivery in try await deploy(event) }
/// ```
public struct EventHandlers: Sendable {
    /// Runs one delivery: reads the payload and calls the function.
    package typealias Run = @Sendable (Delivery) async throws -> Void

    package private(set) var runs: [Run] = []
    /// What each of them handles.
    private var declarations: [EventDeclaration] = []
    package private(set) var types = EventTypeTable()

    /// No handlers yet.
    public init() {}

    /// Handles events of one type, under its name and its aliases.
    ///
    /// The function returns when the event is dealt with; it is then acknowledged. ``Reject`` means: make it a dead
    /// letter now. ``Postpone`` means: deliver it again after a pause, and charge no attempt. Any other error means: try
    /// again by the stream's delivery policy. A task that is cancelled (shutdown, a lost delivery) is not counted as a
    /// failure; one that is cancelled because its time is up is.
    /// A second function for the same type replaces the first.
    public mutating func on<E: Event>(
        _: E.Type, _ handle: @escaping @Sendable (E, Delivery) async throws -> Void
    ) {
        let index = runs.count
        runs.append { delivery in
            let event: E
            do throws(InvalidPayload) { event = try delivery.record.decode(E.self) } catch {
                throw UndeliverableRecord.undecodable(error)
            }
            try await handle(event, delivery)
        }
        let declaration = E.declaration
        declarations.append(declaration)
        for name in [declaration.type] + declaration.aliases { types.set(index, for: name) }
    }

    /// Handles events of one declaration undecoded, under its name and its aliases: what a command line does, whose
    /// catalogue is known only at run time.
    package mutating func on(_ declaration: EventDeclaration, undecoded handle: @escaping Run) {
        for name in [declaration.type] + declaration.aliases { types.set(runs.count, for: name) }
        runs.append(handle)
        declarations.append(declaration)
    }

    /// The function for a record's type; `nil` where none was given.
    package func run(for record: EventRecord) -> Run? {
        record.withBytes(record.spans.type) { types.index(of: $0) }.map { runs[$0] }
    }

    /// What a handler of a record threw, as it may stand in a log line.
    package func logText(_ error: String, about record: EventRecord) -> String {
        guard let index = record.withBytes(record.spans.type, { types.index(of: $0) }) else { return error }
        return declarations[index].logText(error, about: record.data)
    }
}

/// Why a record can never be handled: no later attempt will fare better, so it becomes a dead letter at once.
package enum UndeliverableRecord: Error {
    case undecodable(InvalidPayload)
    case unknownType(String)
    case malformed(MalformedRecord)
}
