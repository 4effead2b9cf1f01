/// What reading a catalogue gave: the catalogue and all that is wrong with it.
package struct CatalogueReading: Sendable {
    /// What could be read; complete and consistent only where ``isValid``.
    package let catalogue: Catalogue
    /// By file, line and column.
    package let diagnostics: [Diagnostic]

    /// Whether the catalogue may be used.
    package var isValid: Bool { !diagnostics.contains { $0.severity == .error } }

    /// The catalogue.
    ///
    /// - Throws: ``InvalidCatalogue`` with every diagnostic where there are errors.
    package func valid() throws(InvalidCatalogue) -> Catalogue {
        guard isValid else { throw InvalidCatalogue(diagnostics: diagnostics) }
        return catalogue
    }
}

/// A catalogue that must not be used.
package struct InvalidCatalogue: Error, Sendable, CustomStringConvertible {
    /// By file, line and column.
    package let diagnostics: [Diagnostic]

    /// One diagnostic after another, in the form that compilers print.
    package var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
