package import EventCatalogue

/// Every rule that `check` knows, in the order of its documentation.
package enum RuleCatalogue {
    /// All of them.
    package static let all: [any CatalogueRule.Type] = MinimalRules.all

    /// The rule of that name.
    package static func rule(_ id: RuleID) -> (any CatalogueRule.Type)? { all.first { $0.id == id } }
}
