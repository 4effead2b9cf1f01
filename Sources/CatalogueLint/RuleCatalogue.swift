package import EventCatalogue

/// Every rule that `check` knows, in the order of its documentation.
package enum RuleCatalogue {
    /// All of them.
    package static let all: [any CatalogueRule.Type] = MinimalRules.all + ignoring + checked

    /// The rule of that name.
    package static func rule(_ id: RuleID) -> (any CatalogueRule.Type)? { byID[id] }

    private static let byID = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })

    private static let ignoring: [any CatalogueRule.Type] = [
        IgnoreRuleKnown.self, IgnoreExpired.self, IgnoreUnused.self,
    ]

    /// Those that this module applies.
    static let checked: [any CheckedRule.Type] = standard + strict

    private static let standard: [any CheckedRule.Type] = [
        // Names.
        EventNameSnakeCase.self, EventNamePastTense.self, FieldNameSnakeCase.self, TypeNamePascalCase.self,
        EnumValueSnakeCase.self,
        // What is known of an event.
        EventHasSummary.self, EventHasOwner.self, EventHasProducer.self, EventHasExample.self,
        // Keys.
        AggregateSet.self, PartitionKeySet.self, IdempotencyKeySet.self, SensitiveInKey.self,
        // Values.
        IntegerExceeds2To53.self, FloatForMoney.self, TimestampNotString.self, NumberHasUnit.self,
        NullableAndDefault.self, OptionalBoolean.self, EnumClosed.self, PIIUnmarked.self,
        // Life.
        DeprecatedHasSunset.self, DeprecatedStillRead.self,
        // Limits.
        RetentionSet.self, DLQSet.self, MaxSizeSet.self,
        // Who uses what.
        ConsumerReadsDeclared.self, OrphanEvent.self, OrphanType.self,
    ]

    private static let strict: [any CheckedRule.Type] = [
        FieldHasDescription.self, EnumValueHasDescription.self, EventHasThreeExamples.self, StringHasMaxLength.self,
        ArrayHasMaxItems.self, NoJSONType.self, AllEventsClassified.self,
    ]
}
