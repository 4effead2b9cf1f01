/// Which names the gateway answers to, and whose pages may make it act: a pure value.
struct OriginPolicy: Sendable {
    /// Whether only names of loopback are answered to. Without tokens a page of any site could otherwise point a name of its
    /// own at 127.0.0.1 and read everything (DNS rebinding).
    let isLocalOnly: Bool
    /// The origins that are configured, such as `https://console.example.com`.
    let allowed: Set<String>

    /// Whether the gateway answers to a name, as the `Host` header gives it.
    func accepts(host authority: String?) -> Bool {
        guard isLocalOnly else { return true }
        guard let authority else { return false }
        let name = Self.name(of: authority).lowercased()
        return name == "localhost" || name == "[::1]" || name.hasSuffix(".localhost") || Self.isLoopback(name)
    }

    /// Whether a page of an origin may make the gateway act: one of the gateway itself, or one that is configured.
    func accepts(origin: String, host authority: String?) -> Bool {
        if allowed.contains(origin) { return true }
        guard let authority, let scheme = origin.firstRange(of: "://") else { return false }
        return origin[scheme.upperBound...].lowercased() == authority.lowercased()
    }

    /// Whether a host's name means this machine.
    static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// An authority without its port.
    private static func name(of authority: String) -> Substring {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") { return authority[...end] }
        return authority.prefix { $0 != ":" }
    }
}
