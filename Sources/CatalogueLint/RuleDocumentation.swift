package import EventCatalogue

/// The rules as a page of Markdown.
package struct RuleDocumentation: Sendable {
    private let lint: CatalogueLint

    /// - Parameter today: the day on which the examples are judged; any day between those that they name.
    package init(today: CalendarDate) { lint = CatalogueLint(level: .strict, today: today) }

    /// The whole page, with a line break at the end.
    package var markdown: String {
        var parts = [Self.head, Self.index]
        for category in RuleCategory.allCases {
            parts.append("## \(category.rawValue.uppercased())\n\n\(Self.meaning(of: category))")
            for rule in RuleCatalogue.all where rule.category == category { parts.append(section(rule)) }
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private static let head = """
        # The rules of the catalogue

        `eventbus catalogue check` holds a catalogue to these rules, of one of three levels: `minimal`, `standard` (unless told \
        otherwise) and `strict`; each has the rules of those before it. An error makes the check fail, a warning does not.

        What breaks a rule of `standard` or `strict` for a good reason is ignored in the file itself, for a time:

        ```yaml
        ignore:
          - rule: EVENT_NAME_PAST_TENSE
            path: events.place_order      # keys from the file's root; everything below is meant too; items of lists from 0
            reason: The name that the deployed consumers know.
            until: 2027-06-30             # the last day; after it the check fails
        ```

        The examples are parts of a file, or of an event; what they leave out is in order. Each is checked by the tests, and \
        the message is the one that it gives.
        """

    /// All rules in one table.
    private static var index: String {
        let rows = RuleCatalogue.all.map { rule in
            "| [\(rule.id)](#\(rule.id.rawValue.lowercased())) | \(rule.category.rawValue) | \(rule.severity.rawValue) |"
        }
        return (["| rule | level | |", "|---|---|---|"] + rows).joined(separator: "\n")
    }

    private static func meaning(of category: RuleCategory) -> String {
        switch category {
        case .minimal:
            "What every catalogue must satisfy. None of these can be ignored. The build plugin applies them too, but for those about `ignore`."
        case .standard: "What a catalogue that several teams share should satisfy."
        case .strict: "What a catalogue that strangers read should satisfy."
        }
    }

    private func section(_ rule: any CatalogueRule.Type) -> String {
        """
        ### \(rule.id)

        \(rule.severity == .error ? "Error" : "Warning"). \(rule.summary)

        ```yaml
        \(rule.failing.text)
        ```

        \(messages(of: rule))

        Right is:

        ```yaml
        \(rule.passing.text)
        ```
        """
    }

    /// What the failing example gives.
    private func messages(of rule: any CatalogueRule.Type) -> String {
        lint.check(CatalogueReader.read(rule.failing.sources)).filter { $0.rule == rule.id }.map {
            "> \($0.severity.rawValue): \($0.message)"
        }.joined(separator: "\n>\n")
    }
}
