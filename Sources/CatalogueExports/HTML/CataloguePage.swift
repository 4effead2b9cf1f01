import EventCatalogue

/// A catalogue as one HTML page that needs nothing besides itself and asks for nothing.
struct CataloguePage {
    private let catalogue: Catalogue
    private let history: CatalogueHistory

    /// With more events the graph is folded, since it is taller than screens are.
    private static let unfoldedGraph = 40

    init(_ catalogue: Catalogue, history: CatalogueHistory) {
        self.catalogue = catalogue
        self.history = history
    }

    var text: String {
        let title = HTMLText.escaped(catalogue.title ?? catalogue.id)
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(PagePolicy.text)">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>\(title)</title>
            <style>\(PageStyle.text)</style>
            </head>
            <body>
            <header>
            <h1>\(title)</h1>
            <p class="counts">\(counts)</p>
            <div class="search" role="search">
            <input id="search" type="search" placeholder="Search events, fields, services, teams" aria-label="Search" \
            autocomplete="off" spellcheck="false" aria-describedby="found"><kbd>/</kbd>
            <p id="found" role="status"></p>
            </div>
            </header>
            <div class="columns">
            <nav aria-label="Events">
            \(navigation)</nav>
            <main>
            \(graph)<section id="events"><h2>Events</h2>
            \(articles)<p id="none" hidden>Nothing matches. <a href="#q=">Show all events</a></p>
            </section>
            \(PageSections(catalogue).html)</main>
            </div>
            <script>\(PageScript.text)</script>
            </body>
            </html>

            """
    }

    private var counts: String {
        let counts = [
            (catalogue.events.count, "event", "events"), (catalogue.services.count, "service", "services"),
            (catalogue.streams.count, "stream", "streams"),
        ]
        let phrases = counts.map { "\($0.0) \($0.0 == 1 ? $0.1 : $0.2)" }
        return "\(HTMLText.code(catalogue.id)) · \(phrases.joined(separator: " · "))"
    }

    private var navigation: String {
        var text = "<ul>\n"
        for event in catalogue.events {
            let id = HTMLText.id("event", event.name)
            text +=
                "<li data-name=\"\(HTMLText.escaped(event.name))\"><a href=\"#\(id)\">\(HTMLText.escaped(event.name))</a></li>\n"
        }
        return text + "</ul>\n"
    }

    private var graph: String {
        let drawing = GraphDrawing.html(catalogue)
        guard !drawing.isEmpty else { return "" }
        let isOpen = catalogue.events.count <= Self.unfoldedGraph
        return """
            <section id="graph"><details\(isOpen ? " open" : "")><summary><h2>Who produces, who consumes</h2></summary>
            <p class="legend">Producers, events, consumers. Dashed services are run outside the platform.</p>
            <div class="scroll" tabindex="0" role="region" aria-label="Graph">
            \(drawing)</div></details></section>

            """
    }

    private var articles: String {
        let types = Set(catalogue.types.map(\.name))
        return catalogue.events.map { event in
            EventArticle(event: event, catalogue: catalogue, history: history, types: types).html
        }.joined()
    }
}
