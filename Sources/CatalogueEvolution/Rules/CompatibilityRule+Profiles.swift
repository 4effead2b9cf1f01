// The table: for each kind of change who is hit and what to do. The rules and their effects are those of a closed writer
// (what the catalogue says is exactly what may be written) and an open reader (unknown fields and values of open enums are
// kept; bounds and patterns are not checked on reading).
extension CompatibilityRule {
    /// What the change does, and to whom.
    package var profile: ChangeProfile {
        switch self {
        case .eventAdded: .harmless(bump: .none, "A new event: nobody reads it yet.")
        case .eventRemoved:
            .readers(
                backward: .breaks, forward: .breaks, source: .breaks,
                "What was written can no longer be read as a typed event, and its consumers receive no more.",
                "keep it; to end it, release it with `status: retired` first, or give its new name the alias")
        case .eventRenamed:
            .warning(
                forward: .breaks, source: .breaks,
                "The old name is still read by way of the alias, but old readers do not know the new one.",
                "deploy every reader of the new name before the first producer writes it")
        case .eventTypeIDChanged:
            .readers(
                backward: .breaks, forward: .breaks,
                "The catalogue's id is the prefix of every CloudEvents type: consumers that filter by type receive none.",
                "keep the id")
        case .eventAliasAdded: .harmless("Events of one more name are read.")
        case .eventAliasRemoved:
            .readers(
                backward: .breaks, "What was written under the alias is no longer read.", "keep the alias")

        case .fieldAddedOptional, .fieldAddedRequired, .fieldAddedRequiredWithDefault, .fieldRemovedRequired,
            .fieldRemovedOptional, .fieldRemovedNotReserved, .fieldNameReused, .reservedNameRemoved,
            .fieldBecameRequired, .fieldBecameOptional, .fieldBecameNullable, .fieldBecameNonNull,
            .optionalFieldNullabilityChanged, .fieldOrderChanged,
            .defaultAdded, .defaultRemoved, .defaultChanged:
            fieldProfile
        case .fieldTypeChanged, .fieldTypeWidened, .fieldTypeNarrowed, .fieldEncodingChanged, .fieldUnitChanged,
            .typeReferenceChanged, .enumValueAddedOpen, .enumValueAddedClosed, .enumValueRemoved, .enumClosed,
            .enumOpened, .constChanged, .unionCaseAdded, .unionCaseRemoved, .discriminatorChanged:
            typeProfile
        case .minimumRaised, .maximumLowered, .exclusiveMinimumRaised, .exclusiveMaximumLowered, .multipleOfTightened,
            .minLengthRaised, .maxLengthLowered, .minItemsRaised, .maxItemsLowered, .uniqueItemsAdded, .patternAdded,
            .keyPatternAdded, .invariantAdded:
            .readers(
                backward: .breaks,
                "Producers are refused what they could publish before, and what is stored may be outside the new bound.",
                "keep the old bound, or publish the tighter one as a new major version")
        case .minimumLowered, .maximumRaised, .exclusiveMinimumLowered, .exclusiveMaximumRaised, .multipleOfLoosened,
            .minLengthLowered, .maxLengthRaised, .minItemsLowered, .maxItemsRaised, .uniqueItemsRemoved,
            .patternRemoved, .keyPatternRemoved, .invariantRemoved:
            .warning(
                forward: .breaks,
                "Generated readers take it, but a reader that relies on the old bound (a column, a check of its own) may not.",
                "tell the consumers before the first such value is published")
        case .patternChanged, .keyPatternChanged, .invariantChanged:
            .readers(
                backward: .breaks, forward: .breaks,
                "It cannot be told which values the old and the new rule share.",
                "keep the old one, or publish it as a new major version; for a pattern that only got wider or narrower say "
                    + "`pattern_relation: wider` (or `narrower`) beside it")

        case .aggregateChanged, .partitionKeyChanged, .partitionsChanged, .historyRemoved, .historyAdded,
            .idempotencyKeyChanged, .idempotencyKeyAdded, .idempotencyWindowShortened, .streamChanged, .routeAdded,
            .routeRemoved,
            .routeNameChanged, .routeWireChanged, .routeQueueChanged, .encodeAbsentChanged, .timestampFormatChanged,
            .retentionShortened, .deliveryWeakened, .deliveryChanged, .durabilityWeakened, .groupAdded, .groupRemoved,
            .groupWeakened, .unknownFieldsIgnored, .maxSizeChanged:
            placeProfile
        case .sensitivityLowered, .piiFlagRemoved, .logRuleRelaxed:
            .error(
                "A value that was guarded would be shown to more people, in what is stored already too.",
                "keep it, or name beside it who approved: `approved_by: …`")
        case .statusChanged, .documentationChanged, .fieldDeprecated, .eventDeprecated, .sunsetShortened,
            .retiredBeforeSunset,
            .retiredWithConsumers, .consumerAdded, .consumerRemoved, .producerAdded, .producerRemoved, .ownerChanged:
            lifeProfile
        case .compatibilityWeakened, .consumerReadsRemovedField, .consumerReadsBreakingChange, .versionNotBumped,
            .versionBumpTooSmall,
            .versionWentBack, .majorWithoutUpcast, .upcastIncomplete, .lockTampered, .lockMissingVersion:
            releaseProfile
        }
    }

    private var fieldProfile: ChangeProfile {
        switch self {
        case .fieldAddedOptional:
            .harmless("Old readers keep a field that they do not know; new ones do without it in old data.")
        case .fieldAddedRequired:
            .readers(
                backward: .breaks, source: .breaks,
                "New readers refuse every event that was written without the field, and producers must give it.",
                "make it `presence: optional`, or give it a `default`")
        case .fieldAddedRequiredWithDefault: .harmless("New readers fill in the default for old data.")
        case .fieldRemovedRequired:
            .readers(
                forward: .breaks, source: .breaks, "Old readers refuse events without the field.",
                "make it optional in one release, and remove it in a later one when nobody reads it")
        case .fieldRemovedOptional:
            .harmless(source: .breaks, "Readers did without the field already; code that names it no longer compiles.")
        case .fieldRemovedNotReserved:
            .error(
                "The name could come back with another meaning, while old data still holds the old one.",
                "add the name to the event's `reserved`")
        case .fieldNameReused:
            .readers(
                backward: .breaks, forward: .breaks,
                "The name was that of another field: stored events hold the old meaning under it.",
                "take another name, and leave the old one in `reserved`")
        case .reservedNameRemoved:
            .error("A reserved name could come back with another meaning.", "put the name back into `reserved`")
        case .fieldBecameRequired:
            .readers(
                backward: .breaks, source: .breaks, "New readers refuse old events without the field.",
                "leave it optional, or give it a `default`")
        case .fieldBecameOptional:
            .readers(
                forward: .breaks, source: .breaks, "Old readers refuse events without the field.",
                "leave it required, or release it as a new major version")
        case .fieldBecameNullable:
            .readers(
                forward: .breaks, source: .breaks, "Old readers refuse null.",
                "leave it out instead of writing null, or release it as a new major version")
        case .fieldBecameNonNull:
            .readers(
                backward: .breaks, source: .breaks, "New readers refuse the nulls that are stored.",
                "leave it nullable")
        case .optionalFieldNullabilityChanged:
            .harmless("Readers take null for absent where a field may be absent.")
        case .fieldOrderChanged:
            .harmless(
                source: .breaks, bump: .patch,
                "Readers go by name; arguments of the generated initializer change places.")
        case .defaultAdded, .defaultRemoved:
            .harmless(source: .breaks, "The generated property is optional in one version and not in the other.")
        case .defaultChanged:
            .warning(
                "What is stored without the field now reads differently, and old and new readers disagree.",
                "keep the default, or write the value at the producers")
        default: .harmless("")
        }
    }

    private var typeProfile: ChangeProfile {
        switch self {
        case .fieldTypeChanged:
            .readers(
                backward: .breaks, forward: .breaks, source: .breaks,
                "Neither reader can read what the other's writer writes.",
                "add a field of the new type beside it and deprecate this one, or release a new major version with upcasts"
            )
        case .fieldTypeWidened:
            .readers(
                forward: .breaks, source: .breaks, "Old readers refuse values outside the narrower type.",
                "add a field of the wider type beside it, or release a new major version")
        case .fieldTypeNarrowed:
            .readers(
                backward: .breaks, source: .breaks, "Stored values may be outside the narrower type.",
                "leave the wider type, or release a new major version")
        case .fieldEncodingChanged:
            .readers(
                backward: .breaks, forward: .breaks, source: .breaks,
                "Both are JSON strings, but their text means something else: no reader would notice.",
                "add a field of the new type beside it and deprecate this one")
        case .fieldUnitChanged:
            .readers(
                backward: .breaks, forward: .breaks,
                "The same number means something else: no reader would notice.",
                "add a field with the unit in its name and deprecate this one")
        case .typeReferenceChanged:
            .harmless(source: .breaks, "The bytes are the same; the generated Swift type has another name.")
        case .enumValueAddedOpen: .harmless("Old readers keep values that they do not know.")
        case .enumValueAddedClosed:
            .readers(
                forward: .breaks, source: .breaks, "Old readers of a closed enum refuse the new value.",
                "open the enum in a new major version; an open one may grow at any time")
        case .enumValueRemoved:
            .readers(
                backward: .breaks, source: .breaks, "Stored events hold the value.",
                "mark the value `deprecated: true` instead")
        case .enumClosed:
            .readers(
                backward: .breaks, source: .breaks, "Stored events may hold values that were never listed.",
                "leave it open")
        case .enumOpened:
            .readers(
                forward: .breaks, source: .breaks, "Old readers refuse values that are not listed.",
                "release it as a new major version")
        case .constChanged:
            .readers(
                backward: .breaks, forward: .breaks, "Each reader refuses the other's constant.",
                "keep the constant, or release a new major version with an upcast")
        case .unionCaseAdded:
            .readers(
                forward: .breaks, source: .breaks, "Old readers refuse a case that they do not know.",
                "release it as a new major version")
        case .unionCaseRemoved:
            .readers(
                backward: .breaks, source: .breaks, "Stored events hold the case.", "keep the case")
        case .discriminatorChanged:
            .readers(
                backward: .breaks, forward: .breaks, "Neither reader finds the key that names the case.",
                "keep the discriminator")
        default: .harmless("")
        }
    }

    private var placeProfile: ChangeProfile {
        switch self {
        case .aggregateChanged:
            .readers(
                backward: .breaks, forward: .breaks,
                "Order and history are kept for each aggregate: events before and after would be about different ones.",
                "keep it; publish the other aggregate as an event of its own")
        case .partitionKeyChanged:
            .readers(
                backward: .breaks, forward: .breaks,
                "The aggregate's id decides the partition: an aggregate's events would go on in another one, out of order.",
                "keep `aggregate.id`")
        case .partitionsChanged:
            .warning(
                bump: .none, "Aggregates move to other partitions: their order is not kept across the change.",
                "stop the producers until every group has read to the end")
        case .historyRemoved:
            .readers(
                backward: .breaks, forward: .breaks, "Whoever reads an aggregate's history misses later events.",
                "keep `history: true`")
        case .historyAdded:
            .warning("Histories begin with the first event after the change.", "tell whoever reads histories")
        case .idempotencyKeyChanged:
            .readers(
                backward: .breaks, forward: .breaks,
                "While producers of both versions run, one thing has two keys: duplicates pass.",
                "keep the key, or publish a new event type")
        case .idempotencyKeyAdded:
            .warning("What was published twice on purpose is now published once.", "tell the producers")
        case .idempotencyWindowShortened:
            .warning("Duplicates that come later than the new window pass.", "keep the longer window")
        case .streamChanged:
            .readers(
                backward: .breaks, forward: .breaks, "Groups of the old stream receive no more.", "keep the stream")
        case .routeAdded: .harmless("One more place receives the event.")
        case .routeRemoved:
            .readers(
                backward: .breaks, forward: .breaks, "Whoever works on that list or channel receives no more.",
                "keep the route until nobody reads the place")
        case .routeNameChanged:
            .readers(
                backward: .breaks, forward: .breaks, "Whoever works on the old name receives no more.",
                "add a route of the new name beside the old one, and remove the old one in a later release")
        case .routeWireChanged:
            .readers(
                backward: .breaks, forward: .breaks, "Readers of the place do not understand the other wire.",
                "add a second place with the new wire, and move the readers one by one")
        case .routeQueueChanged:
            .warning(
                "Workers and the reaper must agree about the lists beside the queue and the visibility.",
                "drain the old lists, and change all workers at once")
        case .encodeAbsentChanged:
            .readers(
                backward: .breaks, forward: .breaks,
                "Readers that know one of missing and null may refuse the other.", "keep it, or add a second place")
        case .timestampFormatChanged:
            .readers(
                backward: .breaks, forward: .breaks, "Readers parse the one form and refuse the other.",
                "keep it, or add a second place with a wire of its own")
        case .retentionShortened:
            .warning(bump: .none, "Late readers and replays find less.", "see that no group lags that far behind")
        case .deliveryWeakened:
            .warning(
                bump: .none, "Deliveries are given up or taken away sooner.", "look at the dead letters afterwards")
        case .deliveryChanged:
            .harmless(bump: .none, "Retries and what follows a dead letter go by other rules from now on.")
        case .groupAdded: .harmless(bump: .none, "One more group reads the stream.")
        case .groupWeakened:
            .warning(
                bump: .none,
                "The group no longer has the order, or retention no longer waits for it.",
                "see that its handlers can do without")
        case .unknownFieldsIgnored:
            .warning(
                "Readers lose fields that later versions add, and whoever writes an event on loses them for others.",
                "keep `unknown_fields: preserve`")
        case .maxSizeChanged:
            .warning("Producers and readers with limits of their own must agree about the size.", "tell both")
        case .durabilityWeakened:
            .warning(bump: .none, "A crash of the server may lose more.", "tell the producers")
        case .groupRemoved:
            .warning(
                bump: .none, "Retention no longer waits for the group, and its pending deliveries stay where they are.",
                "see that nobody reads as this group")
        default: .harmless("")
        }
    }

    private var lifeProfile: ChangeProfile {
        switch self {
        case .statusChanged: .harmless(bump: .patch, "Where the event is in its life.")
        case .documentationChanged: .harmless(bump: .patch, "Words and examples only.")
        case .fieldDeprecated, .eventDeprecated:
            .harmless(bump: .minor, "Code that uses it is warned when it is compiled.")
        case .sunsetShortened:
            .error(
                "Somebody planned by the date that was promised.", "keep the date, or move it further away")
        case .retiredBeforeSunset:
            .error("It was promised until its sunset.", "wait for the date, or keep `status: deprecated`")
        case .retiredWithConsumers:
            .error(
                "Services still consume it.", "let them move first, and take them out of its `consumers`")
        case .consumerAdded, .producerAdded, .producerRemoved, .consumerRemoved, .ownerChanged:
            .harmless(bump: .none, "Who is concerned changed, not what is written.")
        default: .harmless("")
        }
    }

    private var releaseProfile: ChangeProfile {
        switch self {
        case .compatibilityWeakened:
            .warning(
                bump: .none, "Less is asked of changes from now on than was promised.",
                "release it by itself: until then changes are judged by what was promised")
        case .consumerReadsRemovedField:
            .error(
                "A service said that it reads the field.",
                "keep the field, or first release the service without it and take it out of its `reads`")
        case .consumerReadsBreakingChange:
            .error(
                "A service said that it reads what changes.", "agree it with the service's owner, or do not change it")
        case .versionNotBumped:
            .error("What is released never changes: a version means one schema for ever.", "raise the version")
        case .versionBumpTooSmall:
            .error("The version says less than what changed.", "raise the version further")
        case .versionWentBack: .error("A later version is released already.", "go on from the released one")
        case .majorWithoutUpcast:
            .error(
                "Stored events of the last major version must still be read.", "add the steps to `upcasts`")
        case .upcastIncomplete:
            .error(
                "After the steps an old payload is still not one of the new version.", "add a step to `upcasts`")
        case .lockTampered:
            .error("The record of what is released must not be edited.", "restore it from version control")
        case .lockMissingVersion:
            .error("A version that was released is not in the lock file.", "restore the lock file from version control")
        default: .harmless("")
        }
    }
}
