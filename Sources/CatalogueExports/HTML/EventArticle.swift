import EventCatalogue

/// One event on the page.
struct EventArticle {
    let event: EventDefinition
    let catalogue: Catalogue
    let history: CatalogueHistory
    let types: Set<String>

    var html: String {
        let id = HTMLText.id("event", event.name)
        var text = "<article id=\"\(id)\" data-name=\"\(HTMLText.escaped(event.name))\"\(searchable)>\n"
        text +=
            "<h3><a href=\"#\(id)\">\(HTMLText.escaped(event.name))</a> <span class=\"version\">\(event.version)</span>"
        if event.deprecation != nil || event.status == .deprecated {
            text += " <span class=\"badge old\">deprecated</span>"
        } else if event.status != .stable {
            text += " <span class=\"badge\">\(event.status.rawValue)</span>"
        }
        text += "</h3>\n"
        if let summary = event.summary { text += "<p class=\"summary\">\(HTMLText.escaped(summary))</p>\n" }
        if let description = event.description { text += "<p class=\"prose\">\(HTMLText.escaped(description))</p>\n" }
        if let message = event.deprecation?.message, !message.isEmpty {
            text += "<p class=\"warning\">\(HTMLText.escaped(message))</p>\n"
        }
        text += "<dl>\n\(facts)</dl>\n<h4>Fields</h4>\n" + FieldTable.html(FieldRow.rows(event.fields), types: types)
        return text + invariants + examples + releases + "</article>\n"
    }

    // MARK: What a search may name

    private var searchable: String {
        let services = event.producers.map(\.name) + event.consumers.map(\.service.name)
        let owners = [event.owner?.name] + services.map { catalogue.service(named: $0)?.owner?.name }
        var teams: [String] = []
        for team in owners.compactMap(\.self) where !teams.contains(team) { teams.append(team) }
        let contacts = teams.compactMap { catalogue.team(named: $0)?.contact }
        return attribute("service", services) + attribute("team", teams + contacts)
            + attribute("stream", [event.stream.name])
            + attribute("field", FieldRow.rows(event.fields).map(\.path))
    }

    private func attribute(_ name: String, _ values: [String]) -> String {
        values.isEmpty ? "" : " data-\(name)=\"\(HTMLText.escaped(values.joined(separator: " ").lowercased()))\""
    }

    // MARK: Facts

    private var facts: String {
        var text = fact("CloudEvents type", HTMLText.code(SchemaName.cloudEventsType(of: event, in: catalogue)))
        text += fact("Stream", HTMLText.search("stream", event.stream.name))
        if let aggregate = event.aggregate {
            let history = aggregate.keepsHistory ? ", with its history" : ""
            text += fact(
                "Aggregate", "\(HTMLText.escaped(aggregate.type)) \(HTMLText.code(aggregate.id.text))\(history)")
        }
        if let key = event.idempotencyKey {
            let window = DurationPhrase.text(key.window)
            text += fact("Idempotency key", "\(HTMLText.code(key.template.text)), remembered for \(window)")
        }
        if let owner = event.owner { text += fact("Owner", team(owner.name)) }
        text += fact("Also read as", event.aliases.map { HTMLText.code($0.name) }.joined(separator: ", "))
        text += fact("Producers", event.producers.map { HTMLText.search("service", $0.name) }.joined(separator: ", "))
        text += fact("Consumers", list(event.consumers.map(consumer)))
        text += fact("Routes", list(event.routes.map(route)))
        return text + fact("Reserved names", event.reserved.map { HTMLText.code($0.name) }.joined(separator: ", "))
    }

    private func fact(_ name: String, _ content: String) -> String {
        content.isEmpty ? "" : "<div><dt>\(name)</dt><dd>\(content)</dd></div>\n"
    }

    private func list(_ items: [String]) -> String {
        items.isEmpty ? "" : "<ul>\(items.map { "<li>\($0)</li>" }.joined())</ul>"
    }

    private func team(_ name: String) -> String {
        let contact = catalogue.team(named: name)?.contact.map { " (\(HTMLText.escaped($0)))" } ?? ""
        return HTMLText.search("team", name) + contact
    }

    private func consumer(_ consumer: ConsumerDefinition) -> String {
        let reads = consumer.reads.map { HTMLText.code($0.name) }.joined(separator: ", ")
        return HTMLText.search("service", consumer.service.name) + (reads.isEmpty ? "" : " reads \(reads)")
    }

    private func route(_ route: RouteDefinition) -> String {
        "\(route.kind.rawValue) \(HTMLText.code(route.name)) \(HTMLText.escaped(RoutePhrase.text(route)))"
    }

    // MARK: What folds

    private var invariants: String {
        guard !event.invariants.isEmpty else { return "" }
        let items = event.invariants.map { invariant in
            let meaning = invariant.description.map { ": \(HTMLText.escaped($0))" } ?? ""
            return "<strong>\(HTMLText.escaped(invariant.name))</strong>\(meaning)<br>\(HTMLText.code(invariant.rule))"
        }
        return "<h4>Invariants</h4>\n\(list(items))\n"
    }

    private var examples: String {
        guard !event.examples.isEmpty else { return "" }
        var text = "<h4>Examples</h4>\n"
        for example in event.examples {
            text += "<details><summary>\(HTMLText.escaped(example.name))</summary><div class=\"example\">"
            text += "<button type=\"button\" class=\"copy\" hidden>Copy</button>"
            text += "<pre tabindex=\"0\">\(HTMLText.escaped(example.value.indentedJSON))</pre></div></details>\n"
        }
        return text
    }

    private var releases: String {
        let releases = history.releases(of: event.name)
        guard !releases.isEmpty else { return "" }
        var text = "<h4>History</h4>\n<ol class=\"history\">\n"
        for release in releases {
            let date = release.date.map { " <time>\(HTMLText.escaped($0))</time>" } ?? ""
            text += "<li><strong>\(HTMLText.escaped(release.version))</strong>\(date)"
            text += list(
                release.changes.map { change in
                    "<span class=\"badge \(change.severity.rawValue)\">\(change.severity.rawValue)</span> "
                        + "\(HTMLText.escaped(change.text)) \(HTMLText.code(change.rule))"
                })
            text += "</li>\n"
        }
        return text + "</ol>\n"
    }
}
