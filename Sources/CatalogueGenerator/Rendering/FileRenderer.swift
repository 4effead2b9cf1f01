import EventCatalogue

/// One file of the catalogue as one file of Swift.
struct FileRenderer {
    let file: CatalogueFile
    let catalogue: Catalogue
    let names: CatalogueNames
    let invariants: InvariantTable

    /// What every generated file begins with.
    static let mark = "// Generated from "

    /// The first lines of every generated file.
    static func head(_ origin: String) -> [String] {
        [
            mark + "\(origin); edit that file, not this one.", "// swift-format-ignore-file",
            "", "public import EventBus",
        ]
    }

    var rendering: Rendering {
        var lines = Self.head(file.name + CatalogueFile.suffix)
        var problems: [GenerationProblem] = []
        let types = catalogue.types(in: file).map { TypeRenderer(type: $0, names: names) }
        let table = TypeTable(catalogue.types)
        let events = catalogue.events(in: file).map {
            EventRenderer(
                event: $0, invariants: invariants[$0.name], names: names, catalogue: catalogue,
                hiddenFields: table.hiddenFields(of: $0.fields))
        }
        for rendering in types.map(\.rendering) + events.map(\.rendering) {
            lines += [""] + rendering.lines
            problems += rendering.problems
        }
        let rules = types.compactMap(\.rule)
        if !rules.isEmpty { lines += ["", "extension StringRule {"] + SwiftText.indented(rules) + ["}"] }
        if !events.isEmpty {
            lines +=
                ["", "extension EventDeclaration {"] + SwiftText.indented(events.flatMap(\.declarationLines)) + ["}"]
        }
        return Rendering(lines: lines, problems: problems)
    }
}
