import YAMLReader

/// What consumers were promised: the fields that they say they read stay.
package enum ConsumerContract {
    /// The promises that a new catalogue would break: for each consumer one diagnostic for each field that is gone.
    ///
    /// A field counts as read if the consumer's `reads` lists it in the old catalogue or in the new one; the event is
    /// looked for by its name and its aliases.
    package static func violations(old: Catalogue, new: Catalogue) -> [Diagnostic] {
        let diagnostics = DiagnosticCollector()
        for event in old.events {
            let check = EventContract(event: event, old: old, new: new, diagnostics: diagnostics)
            if let successor = new.event(named: event.name) {
                check.compare(with: successor)
            } else {
                check.reportRemovedEvent()
            }
        }
        return diagnostics.sorted
    }
}

/// The promises of one event of the old catalogue.
private struct EventContract {
    let event: EventDefinition
    let old: Catalogue
    let new: Catalogue
    let diagnostics: DiagnosticCollector

    func compare(with successor: EventDefinition) {
        let before = FieldPaths(types: TypeTable(old.types))
        let after = FieldPaths(types: TypeTable(new.types))
        for service in services(also: successor) {
            let reads = reads(of: service, in: event) + reads(of: service, in: successor)
            var seen: Set<String> = []
            for read in reads where seen.insert(read).inserted {
                guard before.exists(read, in: event.fields), !after.exists(read, in: successor.fields) else { continue }
                let note = Diagnostic.Note(
                    location: location(of: read), message: "the field `\(read)` was declared here")
                diagnostics.report(
                    .consumerReadsRemovedField, at: successor.location,
                    "`\(event.name)` no longer has the field `\(read)`, which `\(service)` reads; \(owner(of: service)): "
                        + "keep the field, or first release a `\(service)` that does without it and take it out of its `reads`",
                    notes: [note])
            }
        }
    }

    func reportRemovedEvent() {
        let file = new.files.first { $0.name == CatalogueFile(path: event.location.path).name } ?? new.files.first
        let place = SourceLocation(path: file?.path ?? event.location.path, line: 1, column: 1)
        let note = Diagnostic.Note(location: event.location, message: "the event `\(event.name)` was declared here")
        for consumer in event.consumers {
            let service = consumer.service.name
            diagnostics.report(
                .consumerReadsRemovedField, at: place,
                "the event `\(event.name)` is gone, which `\(service)` consumes; \(owner(of: service)): keep the event, or "
                    + "give its new name the alias `\(event.name)`",
                notes: [note])
        }
    }

    private func services(also successor: EventDefinition) -> [String] {
        var seen: Set<String> = []
        return (event.consumers + successor.consumers).map(\.service.name).filter { seen.insert($0).inserted }
    }

    private func reads(of service: String, in event: EventDefinition) -> [String] {
        event.consumers.filter { $0.service.name == service }.flatMap { $0.reads.map(\.name) }
    }

    /// "its owner is `token` (#token)".
    private func owner(of service: String) -> String {
        let definition = new.service(named: service) ?? old.service(named: service)
        guard let name = definition?.owner?.name else { return "it has no owner in the catalogue" }
        let team = new.team(named: name) ?? old.team(named: name)
        return "its owner is `\(name)`" + (team?.contact.map { " (\($0))" } ?? "")
    }

    /// The place of a field, or of the outermost field that leads to it.
    private func location(of path: String) -> SourceLocation {
        let outermost = path.split(separator: ".").first.map(String.init) ?? path
        return (event.field(named: path) ?? event.field(named: outermost))?.location ?? event.location
    }
}
