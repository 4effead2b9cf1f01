/// Reads the URLs that name a Redis server.
enum RedisURL {
    static func configuration(of url: String) throws(RedisConfigurationError) -> RedisConfiguration {
        var rest = Substring(url)
        guard !rest.isEmpty else { throw .empty }
        var scheme = "redis"
        if let range = firstRange(of: "://", in: rest) {
            scheme = rest[..<range.lowerBound].lowercased()
            rest = rest[range.upperBound...]
        }
        switch scheme {
        case "redis", "redis+tcp", "tcp": return try tcp(rest, tls: nil)
        case "rediss", "redis+tls", "tls": return try tcp(rest, tls: RedisTLS())
        case "unix", "redis+unix", "redis+socket": return try unixSocket(rest)
        default: throw .unknownScheme(scheme)
        }
    }

    private static func tcp(_ text: Substring, tls: RedisTLS?) throws(RedisConfigurationError) -> RedisConfiguration {
        var (rest, query) = split(text, at: "?")
        let credentials = takeCredentials(&rest)
        let (authority, path) = split(rest, at: "/")

        let host: Substring
        var portText: Substring?
        if authority.first == "[", let end = authority.firstIndex(of: "]") {
            host = authority[authority.index(after: authority.startIndex)..<end]
            let behind = authority[authority.index(after: end)...]
            guard behind.isEmpty || behind.first == ":" else { throw .invalidHost(String(authority)) }
            portText = behind.isEmpty ? nil : behind.dropFirst()
        } else {
            (host, portText) = split(authority, at: ":")
        }
        guard !host.isEmpty, !host.utf8.contains(UInt8(ascii: " ")) else { throw .invalidHost(String(host)) }

        var port = 6379
        if let portText {
            guard let number = Int(portText), (1...65_535).contains(number) else {
                throw .invalidPort(String(portText))
            }
            port = number
        }
        var result = RedisConfiguration(address: .tcp(host: String(host), port: port))
        result.tls = tls
        try apply(credentials, path: path, query: query, to: &result)
        return result
    }

    private static func unixSocket(_ text: Substring) throws(RedisConfigurationError) -> RedisConfiguration {
        var (rest, query) = split(text, at: "?")
        let credentials = takeCredentials(&rest)
        guard let path = percentDecoded(rest), !path.isEmpty else { throw .invalidPath(String(rest)) }
        var result = RedisConfiguration(address: .unixSocket(path: path))
        try apply(credentials, path: nil, query: query, to: &result)
        return result
    }

    private static func apply(
        _ credentials: Substring?, path: Substring?, query: Substring?, to result: inout RedisConfiguration
    ) throws(RedisConfigurationError) {
        if let credentials {
            let (user, password) = split(credentials, at: ":")
            guard let name = percentDecoded(user) else { throw .invalidCredentials }
            result.username = name.isEmpty ? nil : name
            if let password {
                guard let secret = percentDecoded(password) else { throw .invalidCredentials }
                result.password = secret.isEmpty ? nil : secret
            }
        }
        if let path, !path.isEmpty { result.database = try database(path) }
        for item in (query ?? "").split(separator: "&") {
            let (key, value) = split(item, at: "=")
            switch key {
            case "db", "database": result.database = try database(value ?? "")
            case "client_name":
                guard let name = percentDecoded(value ?? "") else { throw .invalidOption(String(key)) }
                result.clientName = name
            default: throw .invalidOption(String(key))
            }
        }
    }

    private static func database(_ text: Substring) throws(RedisConfigurationError) -> Int {
        guard let number = Int(text), number >= 0 else { throw .invalidDatabase(String(text)) }
        return number
    }

    /// Cuts `user:password@` off; the last `@` counts, since people forget to encode those in passwords.
    private static func takeCredentials(_ rest: inout Substring) -> Substring? {
        guard let at = rest.lastIndex(of: "@") else { return nil }
        let credentials = rest[..<at]
        rest = rest[rest.index(after: at)...]
        return credentials
    }

    private static func split(_ text: Substring, at mark: Character) -> (Substring, Substring?) {
        guard let index = text.firstIndex(of: mark) else { return (text, nil) }
        return (text[..<index], text[text.index(after: index)...])
    }

    private static func firstRange(of mark: String, in text: Substring) -> Range<Substring.Index>? {
        var start = text.startIndex
        while start < text.endIndex {
            if text[start...].hasPrefix(mark) { return start..<text.index(start, offsetBy: mark.count) }
            start = text.index(after: start)
        }
        return nil
    }

    static func percentDecoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexadecimalDigit),
                let low = rest.popFirst().flatMap(hexadecimalDigit)
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
