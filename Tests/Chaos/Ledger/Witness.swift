/// Whose facts: one life of one role.
struct Witness: Sendable, Hashable, CustomStringConvertible {
    /// The role's name, as in `consumer-2`.
    let name: String
    /// Which of its lives, from 1.
    let life: Int
    /// Of a consumer, the group that it reads for.
    let group: String?

    init(_ name: String, life: Int = 1, group: String? = nil) {
        self.name = name
        self.life = life
        self.group = group
    }

    /// As in `consumer-2.3`.
    var description: String { "\(name).\(life)" }
}
