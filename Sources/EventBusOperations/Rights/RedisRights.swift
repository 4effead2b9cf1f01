/// What may be done to Redis: commands that name no key, scripts, and commands on keys.
struct RedisRights: Sendable, Hashable {
    /// Commands that touch no key.
    var commands: Set<String> = []
    /// The keys that scripts may be given; what a script then does to them needs a grant of its own.
    var scripted: [String] = []
    /// Commands on keys and channels.
    var grants: [RedisGrant] = []

    init(_ commands: String = "", scripted: [String] = [], grants: [RedisGrant] = []) {
        self.commands = Set(commands.split(separator: " ").map(String.init))
        self.scripted = scripted
        self.grants = grants
    }

    /// Both of two.
    static func + (one: RedisRights, other: RedisRights) -> RedisRights {
        var sum = one
        sum.commands.formUnion(other.commands)
        sum.scripted += other.scripted.filter { !one.scripted.contains($0) }
        for grant in other.grants {
            if let place = sum.grants.firstIndex(where: { $0.patterns == grant.patterns }) {
                sum.grants[place].commands.formUnion(grant.commands)
            } else {
                sum.grants.append(grant)
            }
        }
        return sum
    }

    /// The rules of an ACL user who has these rights and no others.
    var rules: String {
        let scripts = scripted.isEmpty ? [] : [RedisGrant.use(scripted, by: "evalsha")]
        let used = (scripts + grants).filter { !$0.patterns.isEmpty }
        return (["-@all"] + commands.sorted().map { "+" + $0 } + used.map(\.selector)).joined(separator: " ")
    }
}
