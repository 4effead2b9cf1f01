import EventCatalogue
import YAMLReader

extension EventComparison {
    /// Where the event goes besides the log, and how it is written there.
    mutating func compareRoutes() {
        // Only where null can be written at all does it matter how an absent value is.
        let canBeNull = { (fields: [FieldDefinition]) in fields.contains { $0.presence == .optional && $0.isNullable } }
        let lists = [old.event.fields] + old.index.types.values.map(\.value.innerFields)
        if old.catalogue.defaults.absent != new.catalogue.defaults.absent, lists.contains(where: canBeNull) {
            report(
                .encodeAbsentChanged, before: old.catalogue.defaults.absent.rawValue,
                after: new.catalogue.defaults.absent.rawValue)
        }
        let gone = old.event.routes.filter { former in !new.event.routes.contains { $0.isSamePlace(as: former) } }
        var added = new.event.routes.filter { route in !old.event.routes.contains { $0.isSamePlace(as: route) } }
        for former in gone {
            // One place that went and one that came, of one kind and wire, is one place with another name.
            if let index = added.firstIndex(where: { $0.kind == former.kind && $0.wire.name == former.wire.name }) {
                let route = added.remove(at: index)
                report(
                    .routeNameChanged, former.place, before: former.place, after: route.place, at: route.location,
                    was: former.location)
            } else {
                report(.routeRemoved, former.place, before: former.place, was: former.location)
            }
        }
        for route in added { report(.routeAdded, route.place, after: route.place, at: route.location) }
        for route in new.event.routes {
            guard let former = old.event.routes.first(where: { $0.isSamePlace(as: route) }) else { continue }
            compare(former, route)
        }
    }

    private mutating func compare(_ former: RouteDefinition, _ route: RouteDefinition) {
        if former.wire.name != route.wire.name {
            report(
                .routeWireChanged, route.place, before: former.wire.name, after: route.wire.name,
                at: route.wire.location, was: former.wire.location)
        } else if let before = old.catalogue.wire(named: former.wire.name),
            let after = new.catalogue.wire(named: route.wire.name)
        {
            compare(before, after, route)
        }
        if route.kind == .list,
            former.queueNames != route.queueNames || former.queueVisibility != route.queueVisibility
        {
            let phrase = { (route: RouteDefinition) in
                (route.queueNames + ["\(route.queueVisibility)"]).joined(separator: ", ")
            }
            report(
                .routeQueueChanged, route.place, before: phrase(former), after: phrase(route), at: route.location,
                was: former.location)
        }
    }

    private mutating func compare(_ former: WireDefinition, _ wire: WireDefinition, _ route: RouteDefinition) {
        if former.absent != wire.absent {
            report(
                .encodeAbsentChanged, route.place, before: former.absent.rawValue, after: wire.absent.rawValue,
                at: wire.location, was: former.location)
        }
        if former.timestamps != wire.timestamps {
            report(
                .timestampFormatChanged, route.place, before: former.timestamps.rawValue,
                after: wire.timestamps.rawValue, at: wire.location, was: former.location)
        }
        if former.contents != wire.contents {
            report(
                .routeWireChanged, route.place, before: former.contents, after: wire.contents, at: wire.location,
                was: former.location)
        }
    }

    /// The log that takes the event: its name, and what it promises.
    mutating func compareStream() {
        if old.event.stream.name != new.event.stream.name {
            report(
                .streamChanged, before: old.event.stream.name, after: new.event.stream.name,
                at: new.event.stream.location, was: old.event.stream.location)
        }
        guard let former = old.stream, let stream = new.stream, former.name == stream.name else { return }
        let note = { (before: String, after: String) in (before: before, after: after) }
        var found: [(CompatibilityRule, (before: String, after: String))] = []
        if former.partitions != stream.partitions {
            found.append((.partitionsChanged, note("\(former.partitions)", "\(stream.partitions)")))
        }
        if Self.isShorter(former.retention.maxAge, stream.retention.maxAge)
            || Self.isShorter(former.retention.maxEntries, stream.retention.maxEntries)
        {
            found.append((.retentionShortened, note(former.retention.phrase, stream.retention.phrase)))
        }
        if stream.durability.strength < former.durability.strength {
            found.append((.durabilityWeakened, note("\(former.durability)", "\(stream.durability)")))
        }
        if stream.delivery.attempts < former.delivery.attempts
            || stream.delivery.ackTimeout < former.delivery.ackTimeout
        {
            found.append((.deliveryWeakened, note(former.delivery.phrase, stream.delivery.phrase)))
        } else if stream.delivery != former.delivery {
            found.append((.deliveryChanged, note(former.delivery.phrase, stream.delivery.phrase)))
        }
        for (rule, change) in found {
            report(
                rule, "stream \(stream.name)", before: change.before, after: change.after, at: stream.location,
                was: former.location)
        }
        compareGroups(former, stream)
    }

    private mutating func compareGroups(_ former: StreamDefinition, _ stream: StreamDefinition) {
        for group in stream.groups {
            guard let before = former.groups.first(where: { $0.name == group.name }) else {
                report(.groupAdded, "group \(group.name)", after: group.name, at: group.location)
                continue
            }
            if (before.order == .aggregate && group.order == .none) || (before.isRequired && !group.isRequired) {
                report(
                    .groupWeakened, "group \(group.name)", before: before.phrase, after: group.phrase,
                    at: group.location, was: before.location)
            }
        }
        let groups = Set(stream.groups.map(\.name))
        for group in former.groups where !groups.contains(group.name) {
            report(
                .groupRemoved, "group \(group.name)", before: group.name, at: stream.location, was: group.location)
        }
    }

    /// Whether a bound that was far away, or not there, is nearer now.
    private static func isShorter<Bound: Comparable>(_ before: Bound?, _ after: Bound?) -> Bool {
        guard let after else { return false }
        return before.map { after < $0 } ?? true
    }
}

extension GroupDefinition {
    fileprivate var phrase: String { "order \(order.rawValue), \(isRequired ? "required" : "optional")" }
}

extension RouteDefinition {
    fileprivate var place: String { "\(kind.rawValue) \(name)" }
    fileprivate func isSamePlace(as other: RouteDefinition) -> Bool { kind == other.kind && name == other.name }
}

extension WireDefinition {
    /// What decides the keys and values of a message.
    fileprivate var contents: String {
        let keys = keys.map { "keys \($0.map(\.name).sorted().joined(separator: " "))" } ?? "the event's fields"
        let constants = constants.map { "\($0.key)=\($0.value.json)" }.sorted()
        let derived = derived.map { "\($0.key)=\($0.template.text)" }.sorted()
        return ([envelope.rawValue, keys] + constants + derived).joined(separator: "; ")
    }
}

extension RetentionDefinition {
    fileprivate var phrase: String {
        let parts = [maxAge.map { "\($0)" }, maxEntries.map { "\($0) entries" }].compactMap(\.self)
        return parts.isEmpty ? "for ever" : parts.joined(separator: ", ")
    }
}

extension DeliveryDefinition {
    fileprivate var phrase: String { "\(attempts) attempts, \(ackTimeout) to acknowledge" }
}

extension DurabilityDefinition {
    /// What survives more is stronger; what a managed server does is not known and counts as the weakest on disk.
    fileprivate var strength: Int {
        switch self {
        case .memory: 0
        case .attested: 1
        case .fsyncEverySecond: 2
        case .fsyncAlways: 3
        case .replicas(let count): 3 + count
        }
    }
}
