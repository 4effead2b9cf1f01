/// The rules that every catalogue must satisfy, in the order of their documentation.
package enum MinimalRules {
    /// All of them.
    package static let all: [any CatalogueRule.Type] = [
        // The text.
        YAMLSyntax.self, DuplicateKey.self, UnknownKey.self, RequiredKey.self, ValueExpected.self,
        YAMLAmbiguousScalar.self,
        // The catalogue as a whole.
        CatalogueVersionSupported.self, CatalogueOneID.self, NameUsable.self, NameUnique.self, AliasUnique.self,
        GeneratedNameCollision.self, ReferenceExists.self,
        // Types and values.
        TypeDefined.self, TypeCycleWithoutOptional.self, EnumNotEmpty.self, EnumValuesUnique.self,
        UnionDiscriminatorPresent.self, ConstraintApplies.self, BoundsOrder.self, BoundsFitType.self,
        PatternCompiles.self, PatternPortable.self, DefaultMatchesType.self, ConstAndDefaultConflict.self,
        ExampleValid.self,
        // Events.
        VersionSemver.self, ReservedNameUsed.self, TemplateWellFormed.self, TemplateFieldRequired.self,
        IdempotencyKeyCoversAggregate.self, ConsumerReadsExist.self, UpcastGap.self, UpcastFieldsFit.self,
        ExpressionTypechecks.self,
        // Streams, routes and wires.
        StreamSettings.self, RouteUnique.self, RouteOptionApplies.self, WireKeyUnique.self, WireKeyDeclared.self,
        WireTemplateWord.self,
    ]

    /// Those that look at the whole catalogue.
    static let checked: [any CheckedRule.Type] = all.compactMap { $0 as? any CheckedRule.Type }
}
