import EventCatalogue
import YAMLReader

extension EventComparison {
    /// What holds for the event as a whole.
    mutating func compareSettings() {
        let (former, defaults) = (old.catalogue.defaults, new.catalogue.defaults)
        if former.unknownFields == .preserve, defaults.unknownFields == .ignore {
            report(.unknownFieldsIgnored, before: former.unknownFields.rawValue, after: defaults.unknownFields.rawValue)
        }
        let (before, after) = (former.compatibility, defaults.compatibility)
        if (before.asksForBackward && !after.asksForBackward) || (before.asksForForward && !after.asksForForward)
            || (before.isTransitive && !after.isTransitive)
        {
            report(.compatibilityWeakened, before: before.rawValue, after: after.rawValue)
        }
        if old.event.maxSize != new.event.maxSize {
            report(
                .maxSizeChanged, before: old.event.maxSize.map { "\($0) bytes" } ?? "none",
                after: new.event.maxSize.map { "\($0) bytes" } ?? "none")
        }
        let order = ValueDefinition.Sensitivity.allCases
        if let former = old.event.sensitivity.flatMap({ order.firstIndex(of: $0) }),
            new.event.sensitivity.flatMap({ order.firstIndex(of: $0) }) ?? 0 < former
        {
            report(
                .sensitivityLowered, before: old.event.sensitivity?.rawValue,
                after: new.event.sensitivity?.rawValue ?? "none")
        }
    }

    /// Where the event is in its life.
    mutating func compareLife() {
        if old.event.deprecation == nil, new.event.deprecation != nil {
            report(.eventDeprecated)
        } else if old.event.status != new.event.status {
            report(.statusChanged, before: old.event.status.rawValue, after: new.event.status.rawValue)
        }
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

    /// Words that change nothing on the wire; reported once, and only where nothing else asks for a version.
    mutating func compareDocumentation() {
        guard changes.allSatisfy({ $0.rule.profile.bump == .none }) else { return }
        if CanonicalForm(old).schema != CanonicalForm(new).schema { report(.documentationChanged) }
    }
}
