/// The rules that a catalogue is held to, by the names that diagnostics carry.
package enum Rule: String, Sendable, Hashable, CaseIterable {
    // The text.
    case yamlSyntax = "YAML_SYNTAX"
    case duplicateKey = "DUPLICATE_KEY"
    case unknownKey = "UNKNOWN_KEY"
    case requiredKey = "REQUIRED_KEY"
    case valueExpected = "VALUE_EXPECTED"

    // The catalogue as a whole.
    case catalogueVersionSupported = "CATALOGUE_VERSION_SUPPORTED"
    case catalogueOneID = "CATALOGUE_ONE_ID"
    case nameUsable = "NAME_USABLE"
    case nameUnique = "NAME_UNIQUE"
    case aliasUnique = "ALIAS_UNIQUE"
    case generatedNameCollision = "GENERATED_NAME_COLLISION"
    case referenceExists = "REFERENCE_EXISTS"

    // Types and values.
    case typeDefined = "TYPE_DEFINED"
    case typeCycleWithoutOptional = "TYPE_CYCLE_WITHOUT_OPTIONAL"
    case enumNotEmpty = "ENUM_NOT_EMPTY"
    case enumValuesUnique = "ENUM_VALUES_UNIQUE"
    case unionDiscriminatorPresent = "UNION_DISCRIMINATOR_PRESENT"
    case constraintApplies = "CONSTRAINT_APPLIES"
    case boundsOrder = "BOUNDS_ORDER"
    case patternCompiles = "PATTERN_COMPILES"
    case patternPortable = "PATTERN_PORTABLE"
    case defaultMatchesType = "DEFAULT_MATCHES_TYPE"
    case constAndDefaultConflict = "CONST_AND_DEFAULT_CONFLICT"
    case exampleValid = "EXAMPLE_VALID"

    // Events.
    case versionSemver = "VERSION_SEMVER"
    case reservedNameUsed = "RESERVED_NAME_USED"
    case templateWellFormed = "TEMPLATE_WELL_FORMED"
    case templateFieldRequired = "TEMPLATE_FIELD_REQUIRED"
    case idempotencyKeyCoversAggregate = "IDEMPOTENCY_KEY_COVERS_AGGREGATE"
    case consumerReadsExist = "CONSUMER_READS_EXIST"

    case upcastGap = "UPCAST_GAP"
    case upcastFields = "UPCAST_FIELDS"

    // Streams, routes and wires.
    case streamSettings = "STREAM_SETTINGS"
    case routeUnique = "ROUTE_UNIQUE"
    case routeOptionApplies = "ROUTE_OPTION_APPLIES"
    case wireKeyUnique = "WIRE_KEY_UNIQUE"
    case wireKeyDeclared = "WIRE_KEY_DECLARED"

    // Evolution.
    case consumerReadsRemovedField = "CONSUMER_READS_REMOVED_FIELD"
}
