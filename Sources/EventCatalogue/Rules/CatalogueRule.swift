/// One rule that catalogues are held to; its examples are its documentation and its test.
package protocol CatalogueRule: Sendable {
    /// The name that diagnostics carry.
    static var id: RuleID { get }
    static var category: RuleCategory { get }
    /// How bad it is to break the rule.
    static var severity: Diagnostic.Severity { get }
    /// What the rule asks for and why, in one or two sentences of Markdown.
    static var summary: String { get }
    /// A catalogue that breaks this rule, and no other of the category `minimal`.
    static var failing: RuleExample { get }
    /// A catalogue that does not.
    static var passing: RuleExample { get }
}

extension CatalogueRule {
    /// `minimal`: the rules that whoever reads a catalogue applies.
    package static var category: RuleCategory { .minimal }
    /// An error.
    package static var severity: Diagnostic.Severity { .error }
}

/// A rule that looks at the whole catalogue; the others are found broken while the text is read.
package protocol CheckedRule: CatalogueRule {
    /// Reports every place that breaks the rule.
    static func check(_ context: RuleContext, _ report: RuleReport)
}
