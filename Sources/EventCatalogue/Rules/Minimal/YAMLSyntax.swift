/// The text is YAML that this reader takes.
enum YAMLSyntax: CatalogueRule {
    static let id: RuleID = "YAML_SYNTAX"
    static let summary = """
        A file is one YAML document in UTF-8, of at most 16 MiB and 64 levels, without anchors, aliases and tags: what is \
        written in one place is all that is known of it.
        """
    static let failing: RuleExample = """
        types:
          Sku: &sku { type: string, max_length: 32 }
        """
    static let passing: RuleExample = """
        types:
          Sku: { type: string, max_length: 32 }
        """
}
