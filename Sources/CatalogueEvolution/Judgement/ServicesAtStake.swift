import EventCatalogue

/// Finds the services that a change of an event is felt by, in the old catalogue and in the new one.
struct ServicesAtStake {
    let old: EventVersion
    let new: EventVersion?

    /// Every consumer of the event.
    var consumers: [ServiceAtStake] { services(versions.flatMap { $0.event.consumers.map(\.service.name) }) }

    /// Every producer of the event.
    var producers: [ServiceAtStake] { services(versions.flatMap { $0.event.producers.map(\.name) }) }

    /// The consumers that say that they read a field, something in it, or something that it is in.
    func declaredReaders(of path: String) -> [ServiceAtStake] {
        let steps = FieldSteps(path)
        return services(
            versions.flatMap { version in
                version.event.consumers.filter { consumer in
                    consumer.reads.contains { FieldSteps($0.name).meets(steps) }
                }.map(\.service.name)
            })
    }

    /// The consumers that read a field: those that say so, and those that do not say what they read.
    func readers(of path: String) -> [ServiceAtStake] {
        let declared = declaredReaders(of: path)
        let silent = services(
            versions.flatMap { $0.event.consumers.filter(\.reads.isEmpty).map(\.service.name) })
        return declared + silent.filter { !declared.contains($0) }
    }

    private var versions: [EventVersion] { [old] + [new].compactMap(\.self) }

    private func services(_ names: [String]) -> [ServiceAtStake] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }.map(service)
    }

    private func service(_ name: String) -> ServiceAtStake {
        let indexes = versions.reversed().map(\.index)
        let owner = indexes.lazy.compactMap { $0.services[name]?.owner?.name }.first
        let contact = owner.flatMap { owner in indexes.lazy.compactMap { $0.teams[owner]?.contact }.first }
        return ServiceAtStake(name: name, owner: owner, contact: contact)
    }
}

/// A field's path as the names on the way; what stands for items and cases is passed over, as `reads` may.
struct FieldSteps {
    let names: [String]

    init(_ path: String) {
        var plain = ""
        var isInCase = false
        for character in path {
            if character == "(" { isInCase = true }
            if !isInCase { plain.append(character) }
            if character == ")" { isInCase = false }
        }
        names = plain.split(separator: ".").map { step in
            step.hasSuffix("[]") ? String(step.prefix { $0 != "[" }) : String(step)
        }
    }

    /// Whether one leads to the other or to something within it; `*` is any key of a map.
    func meets(_ other: FieldSteps) -> Bool {
        zip(names, other.names).allSatisfy { $0 == $1 || $0 == "*" || $1 == "*" }
    }
}
