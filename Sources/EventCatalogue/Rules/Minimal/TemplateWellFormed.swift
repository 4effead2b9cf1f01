/// The braces of a template have partners.
enum TemplateWellFormed: CatalogueRule {
    static let id: RuleID = "TEMPLATE_WELL_FORMED"
    static let summary = "A template is text with names of fields in braces; each brace has its partner."
    static let failing: RuleExample = """
        idempotency_key: "{order_id}/{"
        """
    static let passing: RuleExample = """
        idempotency_key: "{order_id}/placed"
        """
}
