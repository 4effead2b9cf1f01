import YAMLReader

extension CatalogueChecker {
    /// Settings of streams fit each other.
    func checkStreams() {
        for stream in catalogue.streams {
            if let age = stream.retention.maxAge, age <= .zero {
                diagnostics.report(
                    .streamSettings, at: stream.location, "`max_age` of `\(stream.name)` must be above 0")
            }
            for group in stream.groups {
                guard let lag = group.maxLag, lag <= .zero else { continue }
                diagnostics.report(
                    .streamSettings, at: group.location, "`max_lag` of `\(group.name)` must be above 0")
            }
            if stream.delivery.ackTimeout <= .zero {
                diagnostics.report(
                    .streamSettings, at: stream.location, "`ack_timeout` of `\(stream.name)` must be above 0")
            }
        }
    }

    /// Routes differ from each other, and have only what their kind can use.
    func checkRoutes() {
        for event in catalogue.events {
            var seen: [String: SourceLocation] = [:]
            for route in event.routes {
                let key = "\(route.kind.rawValue) \(route.name)"
                if let first = seen[key] {
                    diagnostics.report(
                        .routeUnique, at: route.location,
                        "`\(event.name)` already goes to the \(key) (\(first)); leave one of the routes out")
                }
                seen[key] = route.location
                checkOptions(route)
            }
        }
        checkQueues()
    }

    /// All routes to one list agree about its queue, and no two queues share a list but the dead one: whoever returns
    /// what dead workers held could not tell whose it was.
    private func checkQueues() {
        var queues: [String: RouteDefinition] = [:]
        var roles: [String: (role: String, list: String, location: SourceLocation)] = [:]
        for route in catalogue.events.flatMap(\.routes) where route.kind == .list {
            if let first = queues[route.name] {
                if first.queueNames != route.queueNames || first.queueVisibility != route.queueVisibility {
                    diagnostics.report(
                        .routeOptionApplies, at: route.location,
                        "the list `\(route.name)` has another `visibility`, `processing` or `dead` at "
                            + "\(first.location); all routes to one list must agree")
                }
                continue
            }
            queues[route.name] = route
            for (role, name) in zip(["list", "`processing` list"], route.queueNames) {
                if let other = roles[name], other.list != route.name {
                    diagnostics.report(
                        .routeUnique, at: route.location,
                        "`\(name)`, the \(role) of `\(route.name)`, is the \(other.role) of `\(other.list)` too "
                            + "(\(other.location)); each queue needs lists of its own")
                }
                roles[name] = (role, route.name, route.location)
            }
        }
    }

    private func checkOptions(_ route: RouteDefinition) {
        let options = [
            ("visibility", route.visibility != nil), ("processing", route.processing != nil),
            ("dead", route.dead != nil),
        ]
        if route.kind == .channel {
            for (name, isGiven) in options where isGiven {
                diagnostics.report(
                    .routeOptionApplies, at: route.location, "`\(name)` belongs to lists; a channel keeps nothing")
            }
            return
        }
        if let visibility = route.visibility, visibility <= .zero {
            diagnostics.report(.routeOptionApplies, at: route.location, "`visibility` must be above 0")
        }
        let names = route.queueNames
        if Set(names).count < names.count {
            diagnostics.report(
                .routeUnique, at: route.location,
                "the list, its `processing` list and its `dead` list must have three names")
        }
    }

    /// Declared wires are consistent in themselves and with the events that are written so.
    func checkWires() {
        for wire in catalogue.wires {
            if BuiltInWire(rawValue: wire.name) != nil {
                diagnostics.report(
                    .nameUnique, at: wire.location,
                    "`\(wire.name)` is a wire that every catalogue has; take another name")
            }
            var keys: Set<String> = []
            for key in wire.keys ?? [] where !keys.insert(key.name).inserted {
                diagnostics.report(.wireKeyUnique, at: key.location, "the key `\(key.name)` is already listed")
            }
            let made =
                wire.constants.map { Reference(name: $0.key, location: $0.location) }
                + wire.derived.map { Reference(name: $0.key, location: $0.location) }
            var seen: Set<String> = []
            for key in made {
                if wire.keys != nil, !keys.contains(key.name) {
                    let meant = Suggestion.phrase(for: key.name, among: keys.sorted())
                    diagnostics.report(
                        .wireKeyDeclared, at: key.location, "`\(key.name)` is not among the wire's `keys`\(meant)")
                }
                if !seen.insert(key.name).inserted {
                    diagnostics.report(
                        .wireKeyUnique, at: key.location, "`\(key.name)` is both a constant and derived; keep one")
                }
            }
        }
        for event in catalogue.events { checkDerivedKeys(event) }
    }

    /// Names of the envelope that a derived key may use besides the event's fields.
    private static let envelopeNames: Set<String> = ["id", "type", "version", "source", "time", "subject"]

    private func checkDerivedKeys(_ event: EventDefinition) {
        var checked: Set<String> = []
        for route in event.routes where checked.insert(route.wire.name).inserted {
            for derived in catalogue.wire(named: route.wire.name)?.derived ?? [] {
                for name in derived.template.fields where !Self.envelopeNames.contains(name) {
                    guard event.field(named: name) == nil else { continue }
                    diagnostics.report(
                        .referenceExists, at: route.wire.location,
                        "the wire `\(route.wire.name)` makes `\(derived.key)` from `{\(name)}`, which `\(event.name)` does "
                            + "not have")
                }
            }
        }
    }
}
