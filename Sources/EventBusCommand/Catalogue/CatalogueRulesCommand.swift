import ArgumentParser
import CatalogueEvolution
import CatalogueLint
import EventBus
import EventCatalogue

/// `eventbus catalogue rules`: what a rule means, with its examples.
struct CatalogueRulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Show the rules that catalogues and their changes are held to, or what one of them means.",
        discussion: ExitStatus.help)

    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp("The rule's name, such as FIELD_ADDED_REQUIRED.", valueName: "rule"))
    var rule: String?

    func run() async throws {
        guard let rule else { return printList() }
        let name = rule.uppercased()
        if let rule = RuleCatalogue.rule(RuleID(rawValue: name)) {
            printRule(rule)
        } else if let rule = CompatibilityRule(rawValue: name) {
            printChange(rule)
        } else {
            let known = RuleCatalogue.all.map { $0.id.rawValue } + CompatibilityRule.allCases.map(\.rawValue)
            let meant = Suggestion.phrase(for: name, among: known)
            throw CommandFailure(
                .invalidInput, "there is no rule \(rule)\(meant) (`eventbus catalogue rules` lists all \(known.count))")
        }
    }

    /// Name, kind and severity of every rule.
    private static var list: [[String]] {
        RuleCatalogue.all.map { [$0.id.rawValue, $0.category.rawValue, $0.severity.rawValue] }
            + CompatibilityRule.allCases.map { rule in
                let word =
                    switch rule.profile.judgement {
                    case .byCompatibility: "by mode"
                    case .error: "error"
                    case .warning: "warning"
                    case .note: "note"
                    }
                return [rule.rawValue, "change", word]
            }
    }

    private func printList() {
        switch output.form {
        case .text: for line in TextTable.lines(Self.list) { CommandContext.print(line) }
        case .json:
            for row in Self.list {
                let line: JSONValue = ["rule": .string(row[0]), "kind": .string(row[1]), "severity": .string(row[2])]
                CommandContext.print("\(line)")
            }
        }
    }

    private func printRule(_ rule: any CatalogueRule.Type) {
        switch output.form {
        case .text:
            CommandContext.print("\(rule.id) (\(rule.category.rawValue), \(rule.severity.rawValue))\n\(rule.summary)\n")
            CommandContext.print("wrong:\n\(rule.failing.text)\n\nright:\n\(rule.passing.text)")
        case .json:
            let object: JSONValue = [
                "rule": .string(rule.id.rawValue), "kind": .string(rule.category.rawValue),
                "severity": .string(rule.severity.rawValue), "summary": .string(rule.summary),
                "wrong": .string(rule.failing.text), "right": .string(rule.passing.text),
            ]
            CommandContext.print("\(object)")
        }
    }

    private func printChange(_ rule: CompatibilityRule) {
        let profile = rule.profile
        let effects = [("backward", profile.backward), ("forward", profile.forward), ("Swift source", profile.source)]
        switch output.form {
        case .text:
            let words = effects.map { "\($0.0) \($0.1 == .breaks ? "breaks" : "safe")" }.joined(separator: ", ")
            CommandContext.print("\(rule.rawValue) (change)\n\(words)\n\(profile.meaning)")
            if !profile.advice.isEmpty { CommandContext.print("instead: \(profile.advice)") }
        case .json:
            let object: JSONValue = [
                "rule": .string(rule.rawValue), "kind": "change",
                "backward": .bool(profile.backward == .safe), "forward": .bool(profile.forward == .safe),
                "source": .bool(profile.source == .safe), "meaning": .string(profile.meaning),
                "advice": .string(profile.advice),
            ]
            CommandContext.print("\(object)")
        }
    }
}
