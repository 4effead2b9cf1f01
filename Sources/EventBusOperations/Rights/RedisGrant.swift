/// Commands that may be used on keys or channels.
struct RedisGrant: Sendable, Hashable {
    /// The patterns of the keys, each with what is allowed: `~` all, `%R~` reading; or of channels, with `&`.
    let patterns: [String]
    /// The commands, as ACL rules name them.
    var commands: Set<String>

    /// Commands that read and write keys.
    static func use(_ keys: String..., by commands: String) -> RedisGrant {
        RedisGrant(patterns: keys.map { "~" + $0 }, commands: words(commands))
    }

    /// Commands that read and write keys.
    static func use(_ keys: [String], by commands: String) -> RedisGrant {
        RedisGrant(patterns: keys.map { "~" + $0 }, commands: words(commands))
    }

    /// Commands that only read keys.
    static func read(_ keys: String..., by commands: String) -> RedisGrant {
        RedisGrant(patterns: keys.map { "%R~" + $0 }, commands: words(commands))
    }

    /// Commands that speak to channels.
    static func speak(_ channels: [String], by commands: String) -> RedisGrant {
        RedisGrant(patterns: channels.map { "&" + $0 }, commands: words(commands))
    }

    /// The rule: allowed is what one pair of parentheses allows by itself.
    var selector: String {
        "(" + (commands.sorted().map { "+" + $0 } + patterns).joined(separator: " ") + ")"
    }

    private static func words(_ text: String) -> Set<String> { Set(text.split(separator: " ").map(String.init)) }
}
