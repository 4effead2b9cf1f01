import EventBus
import EventCatalogue

/// Lets payloads of one event through at first sight: one look at the bytes, and nothing is built of them.
///
/// What it lets through is right. Of what it does not let through nothing is said: it may be wrong, or only of a form that
/// takes a closer look.
final class PayloadScreen: Sendable {
    /// A payload that was let through.
    struct Passed {
        /// As compact JSON.
        let bytes: [UInt8]
        let aggregateID: String
        let idempotencyKey: String?
    }

    private let root: ObjectShape
    private let walk: ShapeWalk
    private let invariants: [CheckedInvariant]
    /// For each field of the event which of the values that are wanted is its own; `nil` where that is not wanted.
    private let noted: [Int?]
    private let notedNames: [String]
    /// Those of them that invariants take in.
    private let weighed: [Int]
    private let aggregateID: NotedTemplate?
    private let idempotencyKey: NotedTemplate?

    /// Prepares the look at an event; `nil` where it takes a closer one at every payload.
    init?(_ event: EventDefinition, _ shapes: inout ShapeReader, _ payloads: PayloadChecker) {
        guard let root = shapes.object(event.fields) else { return nil }
        let invariants = payloads.invariants(of: event)
        var weighed: Set<String> = []
        for invariant in invariants {
            guard let fields = invariant.expression.fields else { return nil }
            weighed.formUnion(fields)
        }
        let templates = [event.aggregate?.id, event.idempotencyKey?.template].compactMap(\.self)
        let wanted = weighed.union(templates.flatMap(\.fields))
        let names = event.fields.map(\.name).filter { wanted.contains($0) }
        self.root = root
        walk = ShapeWalk(payloads: payloads)
        self.invariants = invariants
        noted = event.fields.map { names.firstIndex(of: $0.name) }
        notedNames = names
        self.weighed = names.indices.filter { weighed.contains(names[$0]) }
        aggregateID = event.aggregate.map { NotedTemplate($0.id, names: names) }
        idempotencyKey = event.idempotencyKey.map { NotedTemplate($0.template, names: names) }
    }

    /// A payload as it may be appended; `nil` where it takes a closer look.
    func passed(_ payload: [UInt8]) -> Passed? {
        do throws(InvalidPayload) {
            return try JSONReader.read(payload, limits: .published) { (json) throws(InvalidPayload) in
                try json.beginWalk()
                var notes = [Range<Int>?](repeating: nil, count: notedNames.count)
                let takes = try walk.takes(root, from: &json) { (index, json) throws(InvalidPayload) in
                    let start = json.place
                    guard try walk.takes(root.fields[index], from: &json) else { return false }
                    if let note = noted[index] { notes[note] = start..<json.place }
                    return true
                }
                guard takes else { return nil }
                try json.endWalk()
                guard try keepsInvariants(notes, json) else { return nil }
                return Passed(
                    bytes: json.isCompact ? payload : try json.compacted(),
                    aggregateID: try aggregateID?.filled(notes, from: json) ?? "",
                    idempotencyKey: try idempotencyKey?.filled(notes, from: json))
            }
        } catch {
            return nil
        }
    }

    private func keepsInvariants(
        _ notes: [Range<Int>?], _ json: borrowing JSONReader
    ) throws(InvalidPayload) -> Bool {
        guard !invariants.isEmpty else { return true }
        var members: [CatalogueValue.Member] = []
        for note in weighed {
            guard let range = notes[note] else { continue }
            let value = try JSONValue(parsing: Array(json.bytes(in: range)), limits: .published)
            members.append(CatalogueValue.Member(notedNames[note], CatalogueValue(value)))
        }
        let payload = CatalogueValue.object(members)
        return invariants.allSatisfy { $0.holds(for: payload) != false }
    }
}
