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

    /// Functions that the expressions call, as source that stands in each module with checks.
    package let runtime: String
    /// The checks of an event.
    package let checks: @Sendable (EventDefinition) -> [Check]

    /// Takes both.
    package init(runtime: String, checks: @escaping @Sendable (EventDefinition) -> [Check]) {
        self.runtime = runtime
        self.checks = checks
    }
}
