/// The keys of a namespace by their kind, each as a pattern that fits it in every stream and partition: what the rules of
/// Redis's ACL are written with.
package struct KeyPatterns: Sendable, Hashable {
    package let log: String
    package let dead: String
    package let audit: String
    package let history: String
    package let idempotency: String
    package let outbox: String
    package let bridged: String
    package let trimmed: String
    package let lease: String
    package let members: String
    package let position: String
    package let pause: String
    package let delayed: String
    package let held: String
    package let state: String
    /// What the reconciler and MLflow's deliveries keep.
    package let models: String

    /// The patterns of a namespace.
    package init(namespace: String) {
        let layout = KeyLayout(namespace: Self.literal(namespace))
        func pattern(_ key: String) -> String { key.replacing("{*:0}", with: "{*}") }
        log = pattern(layout.log("*", 0))
        dead = pattern(layout.dead("*", 0))
        audit = pattern(layout.audit("*", 0))
        history = pattern(layout.history("*", 0, aggregate: "*", id: "*"))
        idempotency = pattern(layout.idempotency("*", 0, event: "*", key: "*"))
        outbox = pattern(layout.key("*", 0, "outbox:*"))
        bridged = pattern(layout.bridged("*", 0, list: "*", message: "*"))
        trimmed = pattern(layout.trimmed("*", 0))
        lease = pattern(layout.lease("*", 0, group: "*"))
        members = pattern(layout.members("*", 0, group: "*"))
        position = pattern(layout.position("*", 0, group: "*"))
        pause = pattern(layout.pause("*", 0, group: "*"))
        delayed = pattern(layout.delayed("*", 0, group: "*"))
        held = pattern(layout.held("*", 0, group: "*"))
        state = pattern(layout.state("*", 0, group: "*", name: "*"))
        models = layout.models("*")
    }

    /// The pattern that fits a name and nothing else.
    package static func literal(_ name: String) -> String {
        var pattern = ""
        for character in name {
            if "\\*?[]".contains(character) { pattern.append("\\") }
            pattern.append(character)
        }
        return pattern
    }
}
