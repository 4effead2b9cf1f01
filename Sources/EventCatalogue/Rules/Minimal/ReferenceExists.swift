/// Whatever is named exists.
enum ReferenceExists: CheckedRule {
    static let id: RuleID = "REFERENCE_EXISTS"
    static let summary = """
        A team, service, stream, wire, or field of a template that is named somewhere is declared; so is what the `path` of an \
        `ignore` leads to.
        """
    static let failing: RuleExample = """
        producers: [wbe]
        """
    static let passing: RuleExample = """
        producers: [web]
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        let catalogue = context.catalogue
        let teams = Known("team", catalogue.teams.map(\.name), report)
        let services = Known("service", catalogue.services.map(\.name), report)
        let streams = Known("stream", catalogue.streams.map(\.name), report)
        let wires = Known("wire", catalogue.wires.map(\.name) + BuiltInWire.allCases.map(\.rawValue), report)
        teams.check(catalogue.defaults.owner)
        for service in catalogue.services { teams.check(service.owner) }
        for stream in catalogue.streams { for group in stream.groups { services.check(group.service) } }
        for event in catalogue.events {
            teams.check(event.owner)
            if !event.stream.name.isEmpty { streams.check(event.stream) }
            for producer in event.producers { services.check(producer) }
            for consumer in event.consumers { services.check(consumer.service) }
            for route in event.routes { wires.check(route.wire) }
            checkTemplates(of: event, report)
        }
        checkDerivedKeys(catalogue, report)
    }

    /// The names of one kind that are declared.
    private struct Known {
        let kind: String
        let names: [String]
        let set: Set<String>
        let report: RuleReport

        init(_ kind: String, _ names: [String], _ report: RuleReport) {
            self.kind = kind
            self.names = names
            set = Set(names)
            self.report = report
        }

        func check(_ reference: Reference?) {
            guard let reference, !set.contains(reference.name) else { return }
            let meant = Suggestion.phrase(for: reference.name, among: names)
            report(at: reference.location, "there is no \(kind) `\(reference.name)`\(meant)")
        }
    }

    private static func checkTemplates(of event: EventDefinition, _ report: RuleReport) {
        for (template, subject) in event.keyTemplates {
            for name in template.fields where event.field(named: name) == nil {
                let meant = Suggestion.phrase(for: name, among: event.fields.map(\.name))
                report(
                    at: template.location,
                    "\(subject) names the field `\(name)`, which `\(event.name)` does not have\(meant)")
            }
        }
    }

    private static func checkDerivedKeys(_ catalogue: Catalogue, _ report: RuleReport) {
        let wires = Dictionary(catalogue.wires.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for event in catalogue.events {
            var checked: Set<String> = []
            for route in event.routes where checked.insert(route.wire.name).inserted {
                for derived in wires[route.wire.name]?.derived ?? [] {
                    for case .field(let name, _, _) in derived.pieces where event.field(named: name) == nil {
                        report(
                            at: route.wire.location,
                            "the wire `\(route.wire.name)` makes `\(derived.key)` from `{\(name)}`, which `\(event.name)` "
                                + "does not have")
                    }
                }
            }
        }
    }
}
