import EventCatalogue

/// The routes of an event as an argument of its declaration.
enum RouteText {
    /// The pieces of the argument `routes`, to be joined by commas; none where the event has no routes.
    static func items(of event: EventDefinition, in catalogue: Catalogue) -> [String] {
        guard !event.routes.isEmpty else { return [] }
        let routes = event.routes.map { route in
            var queue = ""
            if let visibility = route.visibility { queue += ", visibility: \(DurationText.expression(visibility))" }
            if let processing = route.processing { queue += ", processing: \(SwiftText.literal(processing))" }
            if let dead = route.dead { queue += ", dead: \(SwiftText.literal(dead))" }
            let wire = wire(of: route, event, catalogue)
            return "RouteDeclaration(.\(route.kind.rawValue)(\(SwiftText.literal(route.name)))\(wire)\(queue))"
        }
        return "routes: [\(routes.joined(separator: separator))]".split(separator: separator).map { String($0) }
    }

    /// Between two pieces; literals are written without control characters.
    private static let separator = "\u{0}"

    private static func wire(of route: RouteDefinition, _ event: EventDefinition, _ catalogue: Catalogue) -> String {
        switch route.builtInWire {
        case .cloudEvents: return ""
        case .messageEnvelope: return ", wire: .messageEnvelope"
        case .payload: return ", wire: .payload"
        case nil:
            guard let wire = catalogue.wire(named: route.wire.name) else { return "" }
            return ", wire: .declared(\(declared(wire, event, catalogue)))"
        }
    }

    private static func declared(_ wire: WireDefinition, _ event: EventDefinition, _ catalogue: Catalogue) -> String {
        var items = [SwiftText.literal(wire.name)]
        switch wire.envelope {
        case .cloudEvents: items.append("envelope: .cloudEvents")
        case .messageEnvelope: items.append("envelope: .messageEnvelope")
        case .payload: break
        }
        if wire.absent == .null { items.append("absent: .null") }
        if wire.timestamps == .pythonNaive { items.append("timestamps: .pythonNaive") }
        let members = catalogue.members(of: wire, for: event).map { member($0) }
        items.append("members: [\(members.joined(separator: separator))]")
        return "DeclaredWire(\(items.joined(separator: separator)))"
    }

    private static func member(_ member: WireMember) -> String {
        switch member {
        case .field(let field, isTimestamp: false): ".field(\(SwiftText.literal(field.name)))"
        case .field(let field, isTimestamp: true): ".timestamp(\(SwiftText.literal(field.name)))"
        case .constant(let key, let value): ".constant(\(SwiftText.literal(key)), \(DefaultText.json(value)))"
        case .derived(let key, let pieces):
            ".derived(\(SwiftText.literal(key)), [\(pieces.map { piece($0) }.joined(separator: ", "))])"
        case .nothing(let key): ".nothing(\(SwiftText.literal(key)))"
        }
    }

    private static func piece(_ piece: WireTemplatePiece) -> String {
        switch piece {
        case .text(let text): ".text(\(SwiftText.literal(text)))"
        case .field(let name, _, isTimestamp: true): ".timestamp(\(SwiftText.literal(name)))"
        case .field(let name, let letters, isTimestamp: false):
            ".field(\(SwiftText.literal(name))\(suffix(letters)))"
        case .attribute(let attribute, let letters): ".attribute(.\(attribute.rawValue)\(suffix(letters)))"
        }
    }

    private static func suffix(_ letters: WireTemplatePiece.LetterCase) -> String {
        letters == .kept ? "" : ", .\(letters.rawValue)"
    }
}
