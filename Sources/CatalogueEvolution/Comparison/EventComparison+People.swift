import EventCatalogue
import YAMLReader

extension EventComparison {
    /// Where the event is in its life.
    mutating func compareLife() {
        if old.event.deprecation == nil, new.event.deprecation != nil { report(.eventDeprecated) }
        if let sooner = Sunset.shortened(old.event.deprecation, new.event.deprecation) {
            report(.sunsetShortened, before: sooner.before, after: sooner.after, was: old.event.location)
        }
        if new.event.status == .retired, old.event.status != .retired, !new.event.consumers.isEmpty {
            report(
                .retiredWithConsumers, before: old.event.status.rawValue,
                after: new.event.consumers.map(\.service.name).joined(separator: ", "))
        }
    }

    /// Who owns, writes and reads it.
    mutating func comparePeople() {
        if old.event.owner?.name != new.event.owner?.name {
            report(
                .ownerChanged, before: old.event.owner?.name, after: new.event.owner?.name,
                at: new.event.owner?.location)
        }
        let sides: [([Reference], [Reference], CompatibilityRule, CompatibilityRule)] = [
            (old.event.producers, new.event.producers, .producerAdded, .producerRemoved),
            (old.event.consumers.map(\.service), new.event.consumers.map(\.service), .consumerAdded, .consumerRemoved),
        ]
        for (before, after, added, removed) in sides {
            for service in after where !before.contains(where: { $0.name == service.name }) {
                report(added, service.name, after: service.name, at: service.location)
            }
            for service in before where !after.contains(where: { $0.name == service.name }) {
                report(removed, service.name, before: service.name, was: service.location)
            }
        }
    }

    /// Words that change nothing on the wire; reported once, and only where nothing else is.
    mutating func compareDocumentation() {
        guard changes.isEmpty else { return }
        let before = CanonicalForm(old.event, in: old.catalogue).schema
        let after = CanonicalForm(new.event, in: new.catalogue).schema
        if before != after { report(.documentationChanged) }
    }
}
