import EventCatalogue

/// The index of a catalogue: its streams and the list of its events.
struct IndexRenderer {
    let catalogue: Catalogue
    let names: CatalogueNames

    var lines: [String] {
        let origin = catalogue.files.map { $0.name + CatalogueFile.suffix }.joined(separator: ", ")
        let events = catalogue.events.map { ".\(names.declarations[$0.name] ?? $0.name)" }
        let streams = catalogue.streams.map { ".\(names.streams[$0.name] ?? $0.name)" }
        var body = ["/// The catalogue's id, the prefix of every CloudEvents type."]
        body.append("public static let id: String = \(SwiftText.literal(catalogue.id))")
        body.append("/// Every event that the catalogue declares.")
        body += SwiftText.list("public static let declarations: [EventDeclaration] = [", events, "]", indent: 4)
        body.append("/// Every stream that the catalogue declares.")
        body += SwiftText.list("public static let streams: [StreamDeclaration] = [", streams, "]", indent: 4)
        let title = catalogue.title.map { SwiftText.documentation([$0]) } ?? ["/// What the catalogue declares."]
        var lines = FileRenderer.head(origin) + [""] + title + ["public enum Catalogue {"]
        lines += SwiftText.indented(body) + ["}"]
        if !catalogue.streams.isEmpty {
            let declarations = catalogue.streams.flatMap { StreamRenderer(stream: $0, names: names).lines }
            lines += ["", "extension StreamDeclaration {"] + SwiftText.indented(declarations) + ["}"]
        }
        return lines
    }
}
