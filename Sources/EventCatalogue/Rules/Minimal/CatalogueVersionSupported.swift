/// The file says which version of the format it is written in, and it is a known one.
enum CatalogueVersionSupported: CatalogueRule {
    static let id: RuleID = "CATALOGUE_VERSION_SUPPORTED"
    static let summary = "`catalogue:` is 1, the only version of the format."
    static let failing: RuleExample = """
        catalogue: 2
        """
    static let passing: RuleExample = """
        catalogue: 1
        """
}
