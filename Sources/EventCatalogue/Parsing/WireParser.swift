import YAMLReader

/// Reads one declared wire.
struct WireParser {
    let reader: NodeReader

    func wire(_ pair: YAMLPair) -> WireDefinition {
        var cursor = MappingCursor(pair.value, "the wire `\(pair.key)`", at: pair.keyLocation, reader: reader)
        let keys = cursor.pair("keys").map { reader.list($0.value, "`keys`") }
        let wire = WireDefinition(
            name: pair.key,
            description: cursor.text("description"),
            envelope: cursor.choice("envelope") ?? .payload,
            keys: keys?.compactMap { reader.reference($0, "a key") },
            constants: cursor.named("constants").map { constant in
                WireDefinition.Constant(
                    key: constant.key, value: ValueConverter.json(constant.value), location: constant.keyLocation)
            },
            derived: cursor.named("derived").compactMap { derived in
                reader.template(derived.value, "a derived key's template").map {
                    WireDefinition.Derived(key: derived.key, template: $0, location: derived.keyLocation)
                }
            },
            absent: cursor.choice("absent") ?? .omit,
            timestamps: cursor.choice("timestamps") ?? .rfc3339,
            location: pair.keyLocation)
        cursor.finish()
        return wire
    }
}
