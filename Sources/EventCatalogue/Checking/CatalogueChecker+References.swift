import YAMLReader

extension CatalogueChecker {
    /// Whatever is named exists.
    func checkReferences() {
        let teams = catalogue.teams.map(\.name)
        let services = catalogue.services.map(\.name)
        let streams = catalogue.streams.map(\.name)
        let wires = catalogue.wires.map(\.name) + BuiltInWire.allCases.map(\.rawValue)
        check(catalogue.defaults.owner, "team", teams)
        for service in catalogue.services { check(service.owner, "team", teams) }
        for stream in catalogue.streams { for group in stream.groups { check(group.service, "service", services) } }
        for event in catalogue.events {
            check(event.owner, "team", teams)
            if !event.stream.name.isEmpty { check(event.stream, "stream", streams) }
            for producer in event.producers { check(producer, "service", services) }
            for route in event.routes { check(route.wire, "wire", wires) }
            var consumers: Set<String> = []
            for consumer in event.consumers {
                check(consumer.service, "service", services)
                if !consumers.insert(consumer.service.name).inserted {
                    diagnostics.report(
                        .nameUnique, at: consumer.service.location,
                        "`\(consumer.service.name)` is already a consumer of this event; put what it reads together")
                }
                checkReads(consumer, event)
            }
        }
    }

    private func check(_ reference: Reference?, _ kind: String, _ known: [String]) {
        guard let reference, !known.contains(reference.name) else { return }
        let meant = Suggestion.phrase(for: reference.name, among: known)
        diagnostics.report(
            .referenceExists, at: reference.location, "there is no \(kind) `\(reference.name)`\(meant)")
    }

    private func checkReads(_ consumer: ConsumerDefinition, _ event: EventDefinition) {
        let paths = FieldPaths(types: types)
        for read in consumer.reads where !paths.exists(read.name, in: event.fields) {
            let meant = Suggestion.phrase(for: read.name, among: event.fields.map(\.name))
            diagnostics.report(
                .consumerReadsExist, at: read.location,
                "`\(consumer.service.name)` reads `\(read.name)`, which `\(event.name)` does not have\(meant)")
        }
    }
}
