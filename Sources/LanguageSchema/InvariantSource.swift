package import EventCatalogue

/// Where a package's generator gets the invariants of events from, in the language of the package.
package struct InvariantSource: Sendable {
    /// One rule over several fields.
    package struct Check: Sendable, Hashable {
        /// The invariant's name in the catalogue.
        package let name: String
        /// What is wrong where it does not hold.
        package let message: String
        /// An expression over `p`, the payload in its wire form; only `false` refuses, so unknown passes.
        package let expression: String

        /// States a check.
        package init(name: String, message: String, expression: String) {
            self.name = name
            self.message = message
            self.expression = expression
        }
    }

    /// Functions that the expressions call, as source that stands in a module of its own.
    package let runtime: String
    /// The checks of an event.
    package let checks: @Sendable (EventDefinition) -> [Check]

    /// Takes both.
    package init(runtime: String, checks: @escaping @Sendable (EventDefinition) -> [Check]) {
        self.runtime = runtime
        self.checks = checks
    }

    /// The catalogue's own invariants.
    ///
    /// - Parameter render: An expression in the language.
    package init(
        _ catalogue: Catalogue, runtime: String, render: @escaping @Sendable (InvariantExpression) -> String
    ) {
        let table = InvariantTable(catalogue)
        self.init(runtime: runtime) { event in
            table[event.name].map { invariant in
                Check(
                    name: invariant.definition.name, message: invariant.message,
                    expression: render(invariant.expression))
            }
        }
    }

    /// The checks of all events of a file.
    package func checks(in file: LanguageFile) -> [Check] {
        file.declarations.flatMap { declaration -> [Check] in
            guard case .record(let record) = declaration, let event = record.event else { return [] }
            return checks(event)
        }
    }

    /// The functions of the runtime that checks call, sorted.
    ///
    /// - Parameter keyword: What a function begins with in the language, at the start of a line.
    package func functions(calledBy checks: [Check], keyword: String) -> [String] {
        let lines = runtime.split(separator: "\n").filter { $0.hasPrefix(keyword + " ") }
        let names = lines.map { String($0.dropFirst(keyword.count + 1).prefix { $0 != "(" }) }
        return names.filter { name in checks.contains { $0.expression.contains(name + "(") } }.sorted()
    }
}
