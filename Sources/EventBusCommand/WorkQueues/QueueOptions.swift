import ArgumentParser
import ConfiguredEventBus
import EventBus
import EventCatalogue
import RedisEventBus

/// Which work queue a command is about.
struct QueueOptions: ParsableArguments {
    @Option(
        help: "The list; may be left out where the catalogue's routes fill one.", completion: CatalogueCompletion.lists)
    var list: String?

    @Option(help: ArgumentHelp("Name of the processing list, where it is not the catalogue's.", valueName: "list"))
    var processing: String?

    @Option(help: ArgumentHelp("Name of the dead list, where it is not the catalogue's.", valueName: "list"))
    var dead: String?

    @Option(
        help: ArgumentHelp(
            "For how long a worker may be silent, such as 60s, where it is not the catalogue's.", valueName: "time"))
    var visibility: String?

    func validate() throws {
        if list?.isEmpty == true { throw ValidationError("--list must not be empty.") }
        if let visibility, DurationText.read(visibility) ?? .zero <= .zero {
            throw ValidationError("--visibility “\(visibility)” is no time above zero, such as 500ms, 60s or 5m.")
        }
    }

    /// The queue that was named, or the only one that there is.
    func queue(in session: BusSession) throws -> RawWorkQueue {
        let known = session.bus.transport.workQueues
        guard let list = list ?? (known.count == 1 ? known[0].list : nil) else {
            throw CommandFailure(.usage, "name a list with --list; \(Self.text(known))")
        }
        let declared = known.first { $0.list == list }
        if declared == nil {
            CommandContext.printError("note: no route of the catalogue fills the list “\(list)”; \(Self.text(known))")
        }
        return try queue(declared ?? WorkQueueDeclaration(list: list), in: session)
    }

    /// The queue whose letters are looked at; a list that nothing names and that holds nothing is a slip as a rule, of which
    /// “none” would be good news that is false.
    ///
    /// - Throws: ``CommandFailure`` that says which there are.
    func queueThatIsThere(in session: BusSession) async throws -> RawWorkQueue {
        let known = session.bus.transport.workQueues
        let names = known.map(\.list) + session.settings.bridgedLists.map(\.list)
        if let list, !names.contains(list) {
            let depth = try await queue(WorkQueueDeclaration(list: list), in: session).depth()
            guard depth != WorkQueueDepth(waiting: 0, processing: 0, delayed: 0, dead: 0) else {
                throw CommandFailure(
                    .usage,
                    "there is no list “\(list)”: it holds nothing, and no route of the catalogue fills it"
                        + Suggestion.phrase(for: list, among: names) + "; \(Self.text(known))")
            }
        }
        return try queue(in: session)
    }

    /// The queue that was named, or all that the catalogue's routes fill.
    func queues(in session: BusSession) throws -> [RawWorkQueue] {
        let known = session.bus.transport.workQueues
        if list != nil || known.isEmpty { return [try queue(in: session)] }
        return try known.map { try queue($0, in: session) }
    }

    private func queue(_ declared: WorkQueueDeclaration, in session: BusSession) throws -> RawWorkQueue {
        let names = [declared.list, processing ?? declared.processing, dead ?? declared.dead]
        guard Set(names).count == names.count else {
            throw CommandFailure(
                .usage,
                "the list, its processing list and its dead list must have three names: "
                    + names.joined(separator: ", "))
        }
        return session.bus.transport.workQueue(
            WorkQueueDeclaration(
                list: names[0], processing: names[1], dead: names[2],
                visibility: visibility.flatMap { DurationText.read($0) } ?? declared.visibility))
    }

    private static func text(_ known: [WorkQueueDeclaration]) -> String {
        known.isEmpty ? "no route fills a list" : "it has: " + known.map(\.list).joined(separator: ", ")
    }
}
