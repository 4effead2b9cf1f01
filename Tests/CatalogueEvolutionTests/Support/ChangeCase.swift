import CatalogueEvolution
import Testing

/// A change of the sample, and all that a comparison must say of it.
struct ChangeCase: Sendable, CustomTestStringConvertible {
    let rule: CompatibilityRule
    /// Pieces of the text and what they become.
    let edits: [(String, String)]
    /// Other rules that the same change breaks.
    var also: Set<CompatibilityRule> = []

    /// Whether the edits make the old catalogue out of the new one.
    var isReversed = false

    init(
        _ rule: CompatibilityRule, _ old: String, _ new: String, also: Set<CompatibilityRule> = [],
        reversed isReversed: Bool = false
    ) {
        self.init(rule, [(old, new)], also: also, reversed: isReversed)
    }

    init(
        _ rule: CompatibilityRule, _ edits: [(String, String)], also: Set<CompatibilityRule> = [],
        reversed isReversed: Bool = false
    ) {
        self.rule = rule
        self.edits = edits
        self.also = also
        self.isReversed = isReversed
    }

    var testDescription: String { rule.rawValue }

    static let all: [ChangeCase] =
        events + fields + types + constraints + places + settings + people

    private static let events: [ChangeCase] = [
        ChangeCase(
            .eventRenamed,
            [
                (
                    "order_placed:\n    aliases: [order_created]",
                    "order_bought:\n    aliases: [order_created, order_placed]"
                )
            ]),
        ChangeCase(.eventTypeIDChanged, "id: com.example.events", "id: com.example.other"),
        ChangeCase(.eventAliasAdded, "[order_created]", "[order_created, order_made]"),
        ChangeCase(.eventAliasRemoved, "aliases: [order_created]", "aliases: []"),
        ChangeCase(.documentationChanged, "An order was placed.", "Somebody ordered."),
        ChangeCase(
            .eventDeprecated, "deprecated: { sunset: 2027-06-30, reason: Orders are carts now. }", "", reversed: true),
    ]

    private static let fields: [ChangeCase] = [
        ChangeCase(
            .fieldAddedOptional, "customer: { type: string }",
            "customer: { type: string }\n      extra: { type: string, presence: optional }"),
        ChangeCase(
            .fieldAddedRequired, "customer: { type: string }",
            "customer: { type: string }\n      extra: { type: string }"),
        ChangeCase(
            .fieldAddedRequiredWithDefault, "customer: { type: string }",
            "customer: { type: string }\n      extra: { type: string, default: a }"),
        ChangeCase(.fieldRemovedRequired, "      customer: { type: string }\n", "", also: [.fieldRemovedNotReserved]),
        ChangeCase(
            .fieldRemovedOptional, "      hint: { type: string, presence: optional, nullable: true }\n", "",
            also: [.fieldRemovedNotReserved]),
        ChangeCase(
            .fieldRemovedNotReserved, "      hint: { type: string, presence: optional, nullable: true }\n", "",
            also: [.fieldRemovedOptional]),
        ChangeCase(.reservedNameRemoved, "reserved: [colour_code]", "reserved: []"),
        ChangeCase(
            .fieldBecameRequired, "note: { type: string, presence: optional, max_length: 100 }",
            "note: { type: string, max_length: 100 }"),
        ChangeCase(
            .fieldBecameOptional, "customer: { type: string }", "customer: { type: string, presence: optional }"),
        ChangeCase(.fieldBecameNullable, "customer: { type: string }", "customer: { type: string, nullable: true }"),
        ChangeCase(
            .fieldBecameNonNull, "customer: { type: string }", "customer: { type: string, nullable: true }",
            reversed: true),
        ChangeCase(.optionalFieldNullabilityChanged, "presence: optional, nullable: true }", "presence: optional }"),
        ChangeCase(.fieldDeprecated, "customer: { type: string }", "customer: { type: string, deprecated: true }"),
        ChangeCase(
            .fieldOrderChanged, "size: { type: Size }\n      colour: { type: Colour }",
            "colour: { type: Colour }\n      size: { type: Size }"),
        ChangeCase(
            .defaultAdded, "note: { type: string, presence: optional,",
            "note: { type: string, presence: optional, default: none,"),
        ChangeCase(
            .defaultRemoved, "note: { type: string, presence: optional,",
            "note: { type: string, presence: optional, default: none,", reversed: true),
        ChangeCase(
            .fieldNameReused,
            [
                ("reserved: [colour_code]", "reserved: []"),
                (
                    "customer: { type: string }",
                    "customer: { type: string }\n      colour_code: { type: string, presence: optional }"
                ),
            ], also: [.fieldAddedOptional]),
        ChangeCase(.defaultChanged, "priority: { type: int32, default: 5 }", "priority: { type: int32, default: 4 }"),
    ]

    private static let types: [ChangeCase] = [
        ChangeCase(.fieldTypeChanged, "customer: { type: string }", "customer: { type: int64 }"),
        ChangeCase(.fieldTypeWidened, "priority: { type: int32,", "priority: { type: int64,"),
        ChangeCase(.fieldTypeNarrowed, "step: { type: int64,", "step: { type: int32,"),
        ChangeCase(.fieldEncodingChanged, "customer: { type: string }", "customer: { type: uuid }"),
        ChangeCase(.fieldUnitChanged, "unit: kg", "unit: g"),
        ChangeCase(.enumValueAddedOpen, "large: {} } }\n  Colour", "large: {}, huge: {} } }\n  Colour"),
        ChangeCase(.enumValueAddedClosed, "blue: {} }", "blue: {}, green: {} }"),
        ChangeCase(.enumValueRemoved, "values: { red: {}, blue: {} }", "values: { red: {} }"),
        ChangeCase(.enumClosed, "Size: { type: enum, open: true,", "Size: { type: enum,"),
        ChangeCase(.enumOpened, "Colour: { type: enum,", "Colour: { type: enum, open: true,"),
        ChangeCase(.constChanged, "value: web", "value: shop"),
        ChangeCase(.unionCaseAdded, "          cash: {}", "          cash: {}\n          cheque: {}"),
        ChangeCase(.unionCaseRemoved, "          cash: {}\n", ""),
        ChangeCase(.discriminatorChanged, "discriminator: kind", "discriminator: sort"),
        ChangeCase(
            .typeReferenceChanged,
            [
                ("Item:\n    type: object", "Article:\n    type: object"),
                ("items: { type: Item }", "items: { type: Article }"),
            ]),
        ChangeCase(.sensitivityLowered, "sensitivity: confidential", "sensitivity: internal"),
        ChangeCase(.piiFlagRemoved, "pii: true", "pii: false"),
        ChangeCase(.logRuleRelaxed, "log: redact", "log: hash"),
    ]

    private static let constraints: [ChangeCase] = [
        ChangeCase(
            .minimumRaised, "minimum: 1, maximum: 99, default: 1", "minimum: 2, maximum: 99, default: 2",
            also: [.defaultChanged]),
        ChangeCase(.minimumLowered, "minimum: 1,", "minimum: 0,"),
        ChangeCase(.maximumLowered, "maximum: 99", "maximum: 9"),
        ChangeCase(.maximumRaised, "maximum: 99", "maximum: 100"),
        ChangeCase(.exclusiveMinimumRaised, "exclusive_minimum: 0", "exclusive_minimum: 0.5"),
        ChangeCase(.exclusiveMinimumLowered, "exclusive_minimum: 0", "exclusive_minimum: -1"),
        ChangeCase(.exclusiveMaximumLowered, "exclusive_maximum: 50", "exclusive_maximum: 49.5"),
        ChangeCase(.exclusiveMaximumRaised, ", exclusive_maximum: 50", ""),
        ChangeCase(.multipleOfTightened, "multiple_of: 10", "multiple_of: 20"),
        ChangeCase(.multipleOfLoosened, "multiple_of: 10", "multiple_of: 5"),
        ChangeCase(.minLengthRaised, "min_length: 2", "min_length: 3"),
        ChangeCase(.minLengthLowered, "min_length: 2, ", "", also: [.consumerReadsBreakingChange]),
        ChangeCase(.maxLengthLowered, "max_length: 20 ", "max_length: 19 "),
        ChangeCase(.maxLengthRaised, "max_length: 20 ", "max_length: 21 ", also: [.consumerReadsBreakingChange]),
        ChangeCase(.minItemsRaised, "min_items: 1,", "min_items: 2,"),
        ChangeCase(.minItemsLowered, "min_items: 1, ", "", also: [.consumerReadsBreakingChange]),
        ChangeCase(.maxItemsLowered, "max_items: 10", "max_items: 9"),
        ChangeCase(.maxItemsRaised, "max_items: 10", "max_items: 11", also: [.consumerReadsBreakingChange]),
        ChangeCase(
            .uniqueItemsAdded, "items: { type: Item }, min_items",
            "items: { type: Item }, unique_items: true, min_items"),
        ChangeCase(.uniqueItemsRemoved, "unique_items: true, ", ""),
        ChangeCase(.patternAdded, "customer: { type: string }", "customer: { type: string, pattern: \"^a\" }"),
        ChangeCase(
            .patternRemoved, "last_four: { type: string, pattern: \"^[0-9]{4}$\" }", "last_four: { type: string }"),
        ChangeCase(.patternChanged, "\"^[0-9]{4}$\"", "\"^[0-9]{5}$\""),
        ChangeCase(.keyPatternAdded, ", key_pattern: \"^[a-z]+$\"", "", reversed: true),
        ChangeCase(.keyPatternRemoved, ", key_pattern: \"^[a-z]+$\"", ""),
        ChangeCase(.keyPatternChanged, "\"^[a-z]+$\"", "\"^[a-z]*$\""),
        ChangeCase(
            .invariantAdded, "rule: \"weight <= 40\" }",
            "rule: \"weight <= 40\" }, { name: light, rule: \"weight >= 1\" }"),
        ChangeCase(.invariantRemoved, "invariants: [{ name: heavy, rule: \"weight <= 40\" }]", "invariants: []"),
        ChangeCase(.invariantChanged, "weight <= 40", "weight <= 41"),
    ]

    private static let places: [ChangeCase] = [
        ChangeCase(.aggregateChanged, "type: order, id", "type: cart, id"),
        ChangeCase(
            .partitionKeyChanged, "{ type: order, id: \"{order_id}\", history",
            "{ type: order, id: \"order {order_id}\", history"),
        ChangeCase(.partitionsChanged, "partitions: 4", "partitions: 8"),
        ChangeCase(.historyRemoved, ", history: true", ""),
        ChangeCase(.historyAdded, ", history: true", "", reversed: true),
        ChangeCase(
            .idempotencyKeyChanged, "idempotency_key: \"{order_id}\"", "idempotency_key: \"{order_id}/{customer}\""),
        ChangeCase(
            .idempotencyWindowShortened, "idempotency_key: \"{order_id}\"",
            "idempotency_key: { template: \"{order_id}\", window: 1h }"),
        ChangeCase(.streamChanged, "stream: orders", "stream: others"),
        ChangeCase(
            .routeAdded, "- { channel: \"orders:old\", wire: old }",
            "- { channel: \"orders:old\", wire: old }\n      - { channel: \"orders:new\" }"),
        ChangeCase(.routeRemoved, "- { channel: \"orders:old\", wire: old }", ""),
        ChangeCase(.routeNameChanged, "channel: \"orders:old\"", "channel: \"orders:older\""),
        ChangeCase(.routeWireChanged, "wire: message_envelope", "wire: payload"),
        ChangeCase(.routeQueueChanged, "visibility: 60s", "visibility: 30s"),
        ChangeCase(.encodeAbsentChanged, "envelope: payload,", "envelope: payload, absent: \"null\","),
        ChangeCase(.timestampFormatChanged, "envelope: payload,", "envelope: payload, timestamps: python_naive,"),
        ChangeCase(.retentionShortened, "max_age: 90d", "max_age: 30d"),
        ChangeCase(.deliveryWeakened, "attempts: 4", "attempts: 3"),
        ChangeCase(.durabilityWeakened, "fsync_always", "fsync_every_second"),
        ChangeCase(.groupRemoved, ", audit: { required: false }", ""),
    ]

    private static let settings: [ChangeCase] = [
        ChangeCase(.deliveryChanged, "ack_timeout: 60s }", "ack_timeout: 60s, after_dead_letter: hold_aggregate }"),
        ChangeCase(.groupAdded, ", audit: { required: false }", "", reversed: true),
        ChangeCase(.groupWeakened, "audit: { required: false }", "audit: { required: false, order: none }"),
        ChangeCase(.unknownFieldsIgnored, ", compatibility:", ", unknown_fields: ignore, compatibility:"),
        ChangeCase(.maxSizeChanged, "version: 1.2.0", "max_size: 64KiB\n    version: 1.2.0"),
        ChangeCase(.statusChanged, "version: 1.2.0", "status: draft\n    version: 1.2.0"),
        ChangeCase(.idempotencyKeyAdded, "    idempotency_key: \"{order_id}\"\n", "", reversed: true),
    ]

    private static let people: [ChangeCase] = [
        ChangeCase(.sunsetShortened, "sunset: 2027-06-30", "sunset: 2027-01-31"),
        ChangeCase(.consumerAdded, "      - books\n", "      - books\n      - till\n"),
        ChangeCase(.consumerRemoved, "      - books\n", ""),
        ChangeCase(.producerAdded, "producers: [till]", "producers: [till, books]"),
        ChangeCase(.producerRemoved, "producers: [till]", "producers: []"),
        ChangeCase(.ownerChanged, "version: 1.2.0", "owner: depot\n    version: 1.2.0"),
        ChangeCase(
            .retiredWithConsumers, "version: 1.2.0", "status: retired\n    version: 1.2.0", also: [.statusChanged]),
        ChangeCase(
            .consumerReadsRemovedField,
            [
                ("      note: { type: string, presence: optional, max_length: 100 }\n", ""),
                ("items.sku, note]", "items.sku]"),
            ],
            also: [.fieldRemovedOptional, .fieldRemovedNotReserved]),
        ChangeCase(.consumerReadsBreakingChange, "max_length: 100", "max_length: 101", also: [.maxLengthRaised]),
    ]
}
