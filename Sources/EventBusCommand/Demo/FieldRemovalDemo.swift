import CatalogueEvents
import CatalogueEvolution
import EventCatalogue

/// Shows what the catalogue says when a field that somebody reads is taken away.
struct FieldRemovalDemo {
    /// Path of the catalogue.
    let path: String
    /// The catalogue as it is.
    let catalogue: Catalogue

    /// Takes a field out of a copy and prints whom that breaks.
    func show(on screen: DemoScreen) throws {
        guard let removal = FieldRemoval(in: catalogue) else { return }
        screen.title("4. Somebody deletes \(removal.event.name).\(removal.field.name) from a copy of the catalogue")
        screen.line("eventbus catalogue check --against git:HEAD would now exit with 1 and say:")
        screen.line("")
        let sources = try LoadedCatalogue.read { () throws(CatalogueSourceError) in try CatalogueFiles.sources(at: path)
        }
        let changed = CatalogueReader.read(removal.apply(to: sources)).catalogue
        let findings = CatalogueComparison(from: catalogue, to: changed, named: "git:HEAD").findings()
        for finding in findings where finding.rule == .consumerReadsRemovedField {
            for line in "\(finding)".split(separator: "\n") { screen.line(String(line)) }
        }
    }
}
