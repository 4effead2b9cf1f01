import EventCatalogue

/// Types, streams, services and teams on the page.
struct PageSections {
    private let catalogue: Catalogue
    private let typeNames: Set<String>

    init(_ catalogue: Catalogue) {
        self.catalogue = catalogue
        typeNames = Set(catalogue.types.map(\.name))
    }

    var html: String { types + streams + services + teams }

    private var types: String {
        guard !catalogue.types.isEmpty else { return "" }
        var text = "<section id=\"types\"><h2>Types</h2>\n"
        for type in catalogue.types {
            text += "<article id=\"\(HTMLText.id("type", type.name))\"><h3>\(HTMLText.escaped(type.name))</h3>\n<p>"
            text += FieldTable.type(type.value.type, typeNames)
            for rule in rules(type.value) { text += " <span class=\"rule\">\(HTMLText.escaped(rule))</span>" }
            text += "</p>\n"
            if let description = type.value.description { text += "<p>\(HTMLText.escaped(description))</p>\n" }
            if case .enumeration(let definition) = type.value.type { text += values(definition) }
            let examples = type.value.examples.map { HTMLText.code($0.json) }.joined(separator: ", ")
            if !examples.isEmpty { text += "<p>Examples: \(examples)</p>\n" }
            text += FieldTable.html(FieldRow.inner(type.value, ""), types: typeNames) + "</article>\n"
        }
        return text + "</section>\n"
    }

    private func rules(_ value: ValueDefinition) -> [String] {
        var rules = TypePhrase.rules(value)
        if let unit = value.unit { rules.append("unit: \(unit)") }
        if let sensitivity = value.sensitivity { rules.append(sensitivity.rawValue) }
        if let log = value.log { rules.append("logs: \(log.rawValue)") }
        return rules
    }

    private func values(_ definition: EnumDefinition) -> String {
        let items = definition.values.map { value in
            let old = value.deprecation == nil ? "" : " <span class=\"badge old\">deprecated</span>"
            return
                "<li>\(HTMLText.code(value.name))\(old)\(value.description.map { " \(HTMLText.escaped($0))" } ?? "")</li>"
        }
        return "<ul>\(items.joined())</ul>\n"
    }

    private var streams: String {
        guard !catalogue.streams.isEmpty else { return "" }
        var text = "<section id=\"streams\"><h2>Streams</h2>\n"
        for stream in catalogue.streams {
            text += "<article><h3>\(HTMLText.search("stream", stream.name))</h3>\n"
            if let description = stream.description { text += "<p>\(HTMLText.escaped(description))</p>\n" }
            text += "<dl>\n"
            for fact in StreamFacts.facts(stream) {
                text += "<div><dt>\(fact.name)</dt><dd>\(HTMLText.escaped(fact.text))</dd></div>\n"
            }
            let groups = stream.groups.map {
                "<li>\(HTMLText.code($0.name)) \(HTMLText.escaped(StreamFacts.text($0)))</li>"
            }
            if !groups.isEmpty { text += "<div><dt>Groups</dt><dd><ul>\(groups.joined())</ul></dd></div>\n" }
            text += "</dl></article>\n"
        }
        return text + "</section>\n"
    }

    private var services: String {
        guard !catalogue.services.isEmpty else { return "" }
        var text = "<section id=\"services\"><h2>Services</h2>\n<ul class=\"cards\">\n"
        for service in catalogue.services {
            text += "<li><strong>\(HTMLText.search("service", service.name))</strong>"
            if service.isExternal { text += " <span class=\"badge\">external</span>" }
            if let language = service.language { text += " <span class=\"rule\">\(HTMLText.escaped(language))</span>" }
            if let description = service.description { text += "<br>\(HTMLText.escaped(description))" }
            if let owner = service.owner { text += "<br>Owner: \(HTMLText.search("team", owner.name))" }
            text += "</li>\n"
        }
        return text + "</ul></section>\n"
    }

    private var teams: String {
        guard !catalogue.teams.isEmpty else { return "" }
        var text = "<section id=\"teams\"><h2>Teams</h2>\n<ul class=\"cards\">\n"
        for team in catalogue.teams {
            text += "<li><strong>\(HTMLText.search("team", team.name))</strong>"
            if let contact = team.contact { text += " \(HTMLText.code(contact))" }
            if let description = team.description { text += "<br>\(HTMLText.escaped(description))" }
            text += "</li>\n"
        }
        return text + "</ul></section>\n"
    }
}
