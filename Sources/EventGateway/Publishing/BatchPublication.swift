import CatalogueEvents
import ConfiguredEventBus
import EventBus
import HTTPTypes

/// Appends the events of one request in batches, while the request is still being read.
///
/// Two batches are in hand at most: one on its way to the log, and one that is being checked. Each event is appended or
/// refused alone, and their order is kept.
struct BatchPublication {
    /// An event of the request: checked, or refused.
    private struct Item: Sendable {
        let line: Int
        let event: Result<DeclaredEvent, Problem>
    }

    /// What became of the events of one batch, in their order.
    private struct Outcome: Sendable {
        var lines: [(line: Int, result: Result<ReceiptBody, Problem>)] = []
        /// What the events after these would meet too.
        var stop: Problem?
    }

    private static let batchCount = 256
    private static let batchBytes = 524_288

    private let bus: ConfiguredEventBus
    private var waiting: [Item] = []
    private var waitingBytes = 0
    /// What all events that wait are of, and who published them.
    private var declaration: EventDeclaration?
    private var source: String?
    private var underWay: Task<Outcome, Never>?
    private(set) var report: BatchReport

    init(_ bus: ConfiguredEventBus, answersAll: Bool) {
        self.bus = bus
        report = BatchReport(answersAll: answersAll)
    }

    /// Whether the bus takes nothing now, so that further events need not be checked.
    var isStopped: Bool { report.stop != nil }

    /// Takes an event in.
    mutating func add(_ event: IncomingEvent, line: Int, of admission: PayloadAdmission) async {
        if isStopped { return }
        let declared: DeclaredEvent
        do throws(Problem) { declared = try event.admitted(by: admission) } catch {
            return await refuse(error, line: line)
        }
        if let declaration, declaration !== admission.declaration || source != event.source { await send() }
        declaration = admission.declaration
        source = event.source
        waitingBytes += declared.payload.count
        await add(Item(line: line, event: .success(declared)))
    }

    /// Notes an event that can't be one.
    mutating func refuse(_ problem: Problem, line: Int) async {
        if !isStopped { await add(Item(line: line, event: .failure(problem))) }
    }

    /// Sends what waits, and awaits all; then, where a problem is given, gives the rest of the request up.
    mutating func finish(_ problem: Problem? = nil, line: Int = 0) async {
        await send()
        await settle()
        if let problem { report.noteStop(problem, line: line) }
    }

    private mutating func add(_ item: Item) async {
        waiting.append(item)
        if waiting.count >= Self.batchCount || waitingBytes >= Self.batchBytes { await send() }
    }

    private mutating func send() async {
        guard !waiting.isEmpty else { return }
        let (batch, declaration, source, bus) = (waiting, declaration, source, bus)
        waiting = []
        waitingBytes = 0
        self.declaration = nil
        await settle()
        if isStopped { return }
        underWay = Task { await Self.publish(batch, of: declaration, source: source, on: bus) }
    }

    /// Awaits the batch that is under way.
    private mutating func settle() async {
        guard let task = underWay else { return }
        underWay = nil
        let outcome = await task.value
        for (line, result) in outcome.lines {
            switch result {
            case .success(let receipt): report.note(receipt, line: line)
            case .failure(let problem): report.note(problem, line: line)
            }
        }
        guard let last = outcome.lines.last else { return }
        if let stop = outcome.stop {
            report.noteStop(stop, line: last.line + 1)
        } else if report.isFull {
            report.noteStop(
                Problem(.contentTooLarge, "so much of the batch was refused that the answer is full; mend it first"),
                line: last.line + 1)
        }
    }

    private static func publish(
        _ batch: [Item], of declaration: EventDeclaration?, source: String?, on bus: ConfiguredEventBus
    ) async -> Outcome {
        let events = batch.compactMap { item in if case .success(let event) = item.event { event } else { nil } }
        var results: [Result<ReceiptBody, Problem>] = []
        var stop: Problem?
        if let declaration { (results, stop) = await publish(events, of: declaration, source: source, on: bus) }
        var next = results.makeIterator()
        var outcome = Outcome(stop: stop)
        for item in batch {
            switch item.event {
            case .failure(let problem): outcome.lines.append((item.line, .failure(problem)))
            case .success: if let result = next.next() { outcome.lines.append((item.line, result)) }
            }
        }
        return outcome
    }

    /// Appends events; one that is refused does not keep the others from the log.
    private static func publish(
        _ events: [DeclaredEvent], of declaration: EventDeclaration, source: String?, on bus: ConfiguredEventBus
    ) async -> ([Result<ReceiptBody, Problem>], stop: Problem?) {
        let type = declaration.type
        do throws(PublishError) {
            let receipts = try await bus.publish(contentsOf: events, of: declaration, source: source)
            return (receipts.map { .success(ReceiptBody(receipt: $0, event: type)) }, nil)
        } catch {
            let problem = Problem(error)
            var results: [Result<ReceiptBody, Problem>] = []
            var stop = error.concernsAll ? problem : nil
            for (index, event) in events.enumerated() {
                if let receipt = error.appended[index] {
                    results.append(.success(ReceiptBody(receipt: receipt, event: type)))
                } else if stop != nil || events.count == 1 {
                    results.append(.failure(stop ?? problem))
                } else {
                    // One of them was refused, and nothing says that it was this one.
                    let (alone, itsStop) = await publish([event], of: declaration, source: source, on: bus)
                    results += alone
                    stop = itsStop
                }
            }
            return (results, stop)
        }
    }
}
