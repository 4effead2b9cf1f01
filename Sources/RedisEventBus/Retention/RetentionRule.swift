import EventBus

/// What one group of a stream may ask of retention.
struct RetentionRule: Sendable, Hashable {
    /// The group.
    let group: String
    /// What of its unfinished entries is kept for it.
    let hold: Hold
    /// How the catalogue knows it.
    let standing: RetentionStatus.Standing

    /// What of a group's unfinished entries is kept for it.
    enum Hold: Sendable, Hashable {
        /// All of them; where the group does not exist yet it has finished none.
        case everything(mustExist: Bool)
        /// Those that are no older than this.
        case younger(than: Duration)
        /// None.
        case nothing
    }

    /// How long a group that the catalogue does not know is waited for: long enough for somebody to declare it, and not for
    /// ever, since such groups are what a trial leaves behind.
    static let undeclaredLag: Duration = .seconds(7 * 86_400)

    /// The rules of a stream: those of its declared groups, and of the router.
    ///
    /// - Parameter hasRoutes: Whether events of the stream are routed: then the router is waited for, declared or not.
    static func rules(of stream: StreamDeclaration, hasRoutes: Bool) -> [RetentionRule] {
        var rules = stream.groups.filter { $0.name != Router.group }.map { group in
            let hold: Hold =
                if group.required { .everything(mustExist: true) } else {
                    group.maxLag.map { .younger(than: $0) } ?? .nothing
                }
            return RetentionRule(group: group.name, hold: hold, standing: group.required ? .required : .optional)
        }
        rules.append(
            RetentionRule(group: Router.group, hold: .everything(mustExist: hasRoutes), standing: .required))
        return rules
    }

    /// The rule of a group that the catalogue does not know.
    static func undeclared(_ group: String) -> RetentionRule {
        RetentionRule(group: group, hold: .younger(than: undeclaredLag), standing: .undeclared)
    }
}
