import YAMLReader

/// Names have only characters that they can keep everywhere.
enum NameUsable: CheckedRule {
    static let id: RuleID = "NAME_USABLE"
    static let summary = """
        A name has the characters that its kind may have: it becomes an identifier in Swift, Python and TypeScript, a part of \
        Redis keys, or of a CloudEvents type.
        """
    static let failing: RuleExample = """
        types:
          Stock-Unit: string
        """
    static let passing: RuleExample = """
        types:
          StockUnit: string
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        checkID(context.catalogue, report)
        for set in context.names {
            for name in set.names where !set.shape.accepts(name.name) {
                report(at: name.location, "the \(set.kind)'s name `\(name.name)` must be \(set.shape.words)")
            }
        }
        for event in context.catalogue.events { checkNames(of: event, report) }
        for value in context.values { checkDiscriminator(value, report) }
    }

    private static func checkID(_ catalogue: Catalogue, _ report: RuleReport) {
        guard let file = catalogue.files.first, !catalogue.id.isEmpty, !NameShape.catalogue.accepts(catalogue.id) else {
            return
        }
        report(
            at: SourceLocation(path: file.path, line: 1, column: 1),
            "the catalogue's id `\(catalogue.id)` must be \(NameShape.catalogue.words), e.g. com.example.events")
    }

    private static func checkNames(of event: EventDefinition, _ report: RuleReport) {
        for alias in event.aliases where !NameShape.value.accepts(alias.name) {
            report(at: alias.location, "the alias `\(alias.name)` must be \(NameShape.value.words)")
        }
        if let aggregate = event.aggregate, !NameShape.plain.accepts(aggregate.type) {
            report(
                at: aggregate.location, "the aggregate's type `\(aggregate.type)` must be \(NameShape.plain.words)")
        }
    }

    private static func checkDiscriminator(_ value: ValueDefinition, _ report: RuleReport) {
        guard case .union(let union) = value.type, !union.discriminator.isEmpty,
            !NameShape.field.accepts(union.discriminator)
        else { return }
        report(
            at: value.location, "the discriminator `\(union.discriminator)` must be \(NameShape.field.words)")
    }
}
