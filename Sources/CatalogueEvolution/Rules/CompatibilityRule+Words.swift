extension CompatibilityRule {
    /// What happened, after the name of what it happened to: "was removed".
    var phrase: String {
        switch self {
        case .eventAdded, .fieldAddedOptional, .fieldAddedRequired, .fieldAddedRequiredWithDefault, .eventAliasAdded,
            .routeAdded, .historyAdded, .consumerAdded, .producerAdded:
            "was added"
        case .eventRemoved, .fieldRemovedRequired, .fieldRemovedOptional, .eventAliasRemoved, .routeRemoved,
            .historyRemoved, .groupRemoved, .consumerRemoved, .producerRemoved:
            "was removed"
        case .fieldRemovedNotReserved: "was removed and is not reserved"
        case .fieldNameReused: "came back"
        case .reservedNameRemoved: "is no longer reserved"
        case .eventRenamed, .routeNameChanged: "was renamed"
        case .fieldBecameRequired: "became required"
        case .fieldBecameOptional: "became optional"
        case .fieldBecameNullable: "may now be null"
        case .fieldBecameNonNull: "may no longer be null"
        case .fieldDeprecated, .eventDeprecated: "was deprecated"
        case .retiredBeforeSunset, .retiredWithConsumers: "was retired"
        case .documentationChanged: "is described differently"
        default: rawValue.lowercased().split(separator: "_").joined(separator: " ")
        }
    }

    /// Whether a catalogue may say under `ignore` that the change is wanted: what is recorded must be right, and a version
    /// means one schema, whoever wants otherwise.
    package var isIgnorable: Bool {
        switch self {
        case .versionNotBumped, .versionBumpTooSmall, .versionWentBack, .lockTampered, .lockMissingVersion: false
        default: true
        }
    }

    /// Whether a field is gone.
    var isRemovalOfField: Bool { self == .fieldRemovedOptional || self == .fieldRemovedRequired }

    /// Whether producers are refused what they could publish before.
    var concernsProducers: Bool {
        switch self {
        case .fieldAddedRequired, .fieldBecameRequired, .fieldBecameNonNull, .fieldTypeChanged, .fieldTypeNarrowed,
            .fieldEncodingChanged, .enumValueRemoved, .constChanged, .unionCaseRemoved, .minimumRaised, .maximumLowered,
            .exclusiveMinimumRaised, .exclusiveMaximumLowered, .multipleOfTightened, .minLengthRaised,
            .maxLengthLowered, .minItemsRaised, .maxItemsLowered, .uniqueItemsAdded, .patternAdded, .patternChanged,
            .keyPatternAdded, .keyPatternChanged, .invariantAdded, .invariantChanged:
            true
        default: false
        }
    }
}
