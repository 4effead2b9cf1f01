import EventCatalogue
import YAMLReader

/// Takes one field out of a copy of a catalogue; a pure function of texts.
struct FieldRemoval {
    /// The event that loses the field.
    let event: EventDefinition
    /// The field.
    let field: FieldDefinition

    /// Chooses a field that a consumer reads and that nothing else of the event is made of.
    init?(in catalogue: Catalogue) {
        for event in catalogue.events {
            let taken = (event.aggregate?.id.fields ?? []) + (event.idempotencyKey?.template.fields ?? [])
            for consumer in event.consumers where !event.routes.filter({ $0.kind == .list }).isEmpty {
                let free = consumer.reads.map(\.name).filter { !taken.contains($0) && !$0.hasPrefix("token") }
                if let name = free.first, let field = event.field(named: name) {
                    self.event = event
                    self.field = field
                    return
                }
            }
        }
        return nil
    }

    /// The texts of the files without the field: its line, and those that belong to it because they are indented more.
    func apply(to sources: [CatalogueSource]) -> [CatalogueSource] {
        sources.map { source in
            guard source.path == field.location.path else { return source }
            var lines = String(decoding: source.bytes, as: UTF8.self).split(
                separator: "\n", omittingEmptySubsequences: false)
            let first = field.location.line - 1
            let indentation = lines[first].prefix { $0 == " " }.count
            lines.remove(at: first)
            while first < lines.count, lines[first].prefix(while: { $0 == " " }).count > indentation {
                lines.remove(at: first)
            }
            return CatalogueSource(path: source.path, text: lines.joined(separator: "\n"))
        }
    }
}
