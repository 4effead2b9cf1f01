import EventCatalogue
import YAMLReader

/// Compares two versions of one event; each concern is a file beside this one.
package struct EventComparison {
    let old: EventVersion
    let new: EventVersion
    private(set) var changes: [Change] = []
    /// Named types that were compared and are the same: each is walked once, however many ways lead to it.
    var unchanged: Set<TypePair> = []

    private init(_ old: EventVersion, _ new: EventVersion) {
        self.old = old
        self.new = new
    }

    /// Everything that differs, fields first, in the order of the new version.
    package static func changes(from old: EventVersion, to new: EventVersion) -> [Change] {
        var comparison = EventComparison(old, new)
        comparison.compareNames()
        comparison.compareFields()
        comparison.compareInvariants()
        comparison.compareIdentity()
        comparison.compareRoutes()
        comparison.compareStream()
        comparison.compareSettings()
        comparison.compareLife()
        comparison.comparePeople()
        comparison.compareDocumentation()
        return comparison.changes
    }

    /// Only what a reader of payloads notices: fields and what is in them.
    static func payloadChanges(from old: EventVersion, to new: EventVersion) -> [Change] {
        var comparison = EventComparison(old, new)
        comparison.compareFields()
        return comparison.changes
    }

    mutating func report(
        _ rule: CompatibilityRule, _ path: String = "", isField: Bool = false, before: String? = nil,
        after: String? = nil, at location: SourceLocation? = nil, was oldLocation: SourceLocation? = nil
    ) {
        changes.append(
            Change(
                rule: rule, event: old.event.name, path: path, isField: isField, before: before, after: after,
                location: location ?? new.event.location, oldLocation: oldLocation))
    }

    private mutating func compareNames() {
        if old.event.name != new.event.name {
            report(.eventRenamed, before: old.event.name, after: new.event.name, was: old.event.location)
        }
        if old.catalogue.id != new.catalogue.id {
            report(.eventTypeIDChanged, before: old.catalogue.id, after: new.catalogue.id)
        }
        let (before, after) = (Set(old.event.aliases.map(\.name)), Set(new.event.aliases.map(\.name)))
        for alias in new.event.aliases where !before.contains(alias.name) && alias.name != old.event.name {
            report(.eventAliasAdded, after: alias.name, at: alias.location)
        }
        for alias in old.event.aliases where !after.contains(alias.name) && alias.name != new.event.name {
            report(.eventAliasRemoved, before: alias.name, was: alias.location)
        }
    }

    private mutating func compareInvariants() {
        let before = Dictionary(old.event.invariants.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let after = Set(new.event.invariants.map(\.name))
        for invariant in new.event.invariants {
            guard let former = before[invariant.name] else {
                report(.invariantAdded, invariant.name, after: invariant.rule, at: invariant.location)
                continue
            }
            guard former.rule != invariant.rule else { continue }
            report(
                .invariantChanged, invariant.name, before: former.rule, after: invariant.rule, at: invariant.location,
                was: former.location)
        }
        for invariant in old.event.invariants where !after.contains(invariant.name) {
            report(.invariantRemoved, invariant.name, before: invariant.rule, was: invariant.location)
        }
    }

    private mutating func compareIdentity() {
        switch (old.event.aggregate, new.event.aggregate) {
        case (nil, nil): break
        case (let former?, let aggregate?):
            if former.type != aggregate.type {
                report(
                    .aggregateChanged, before: former.type, after: aggregate.type, at: aggregate.location,
                    was: former.location)
            }
            if former.id.text != aggregate.id.text {
                report(
                    .partitionKeyChanged, before: former.id.text, after: aggregate.id.text, at: aggregate.id.location,
                    was: former.id.location)
            }
            if former.keepsHistory != aggregate.keepsHistory {
                report(
                    former.keepsHistory ? .historyRemoved : .historyAdded, at: aggregate.location, was: former.location)
            }
        case (let former, let aggregate):
            report(
                .aggregateChanged, before: former?.type, after: aggregate?.type, at: aggregate?.location,
                was: former?.location)
        }
        let (former, key) = (old.event.idempotencyKey, new.event.idempotencyKey)
        if former?.template.text != key?.template.text {
            report(
                former == nil ? .idempotencyKeyAdded : .idempotencyKeyChanged, before: former?.template.text,
                after: key?.template.text,
                at: key?.template.location, was: former?.template.location)
        } else if let former, let key, key.window < former.window {
            report(
                .idempotencyWindowShortened, before: "\(former.window)", after: "\(key.window)", at: key.location,
                was: former.location)
        }
    }
}
