import EventCatalogue

/// A route in words.
enum RoutePhrase {
    static func text(_ route: RouteDefinition) -> String {
        guard route.kind == .list else { return "as \(route.wire.name)" }
        let names = route.queueNames
        return "as \(route.wire.name); held for \(DurationPhrase.text(route.queueVisibility)) in \(names[1]); "
            + "dead letters in \(names[2])"
    }
}
