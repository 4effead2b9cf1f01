import EventCatalogue

/// A table of fields.
enum FieldTable {
    static func html(_ rows: [FieldRow], types: Set<String>) -> String {
        guard !rows.isEmpty else { return "" }
        var text = "<table><thead><tr><th scope=\"col\">Field</th><th scope=\"col\">Type</th>"
        text += "<th scope=\"col\">Presence</th><th scope=\"col\">Meaning and rules</th></tr></thead>\n<tbody>\n"
        for row in rows {
            let isOld = row.field.deprecation != nil
            text += "<tr\(isOld ? " class=\"old\"" : "")><th scope=\"row\">\(HTMLText.code(row.path))</th>"
            text += cell("Type", type(row.field.type, types))
            text += cell("Presence", HTMLText.escaped(row.presence))
            let rules = row.rules.map { "<span class=\"rule\">\(HTMLText.escaped($0))</span>" }
            let meaning = [HTMLText.escaped(row.meaning), rules.joined(separator: " ")].filter { !$0.isEmpty }
            text += cell("Meaning", meaning.joined(separator: "<br>")) + "</tr>\n"
        }
        return text + "</tbody></table>\n"
    }

    private static func cell(_ label: String, _ content: String) -> String {
        content.isEmpty ? "<td></td>" : "<td data-label=\"\(label)\">\(content)</td>"
    }

    /// The type in words, with a link where it has a name.
    static func type(_ type: FieldType, _ types: Set<String>) -> String {
        let words = HTMLText.escaped(TypePhrase.text(type))
        guard let name = TypePhrase.names(type).last, types.contains(name), words.hasSuffix(name) else { return words }
        return "\(words.dropLast(name.count))<a href=\"#\(HTMLText.id("type", name))\">\(name)</a>"
    }
}
