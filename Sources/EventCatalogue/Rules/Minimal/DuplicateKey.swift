/// A key stands once.
enum DuplicateKey: CatalogueRule {
    static let id: RuleID = "DUPLICATE_KEY"
    static let summary = """
        A key stands once in a mapping, and `defaults` in one file of the catalogue: of two values nobody could say which \
        one holds.
        """
    static let failing: RuleExample = """
        types:
          Sku: { type: string, max_length: 32, max_length: 64 }
        """
    static let passing: RuleExample = """
        types:
          Sku: { type: string, max_length: 64 }
        """
}
