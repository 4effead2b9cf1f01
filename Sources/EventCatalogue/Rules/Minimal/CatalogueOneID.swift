/// The files of a folder are one catalogue.
enum CatalogueOneID: CatalogueRule {
    static let id: RuleID = "CATALOGUE_ONE_ID"
    static let summary = "All files of a folder have the same `id`: they are one catalogue."
    static let failing: RuleExample = """
        id: com.example.shop
        # stock.catalogue.yaml
        catalogue: 1
        id: com.example.stock
        """
    static let passing: RuleExample = """
        id: com.example.shop
        # stock.catalogue.yaml
        catalogue: 1
        id: com.example.shop
        """
}
