/// How secrets are kept out of everything that is shown or logged.
package enum Redaction {
    /// What stands where a secret was.
    package static let mask = "***"

    /// The address with its password replaced by ``mask``: `redis://user:***@host`.
    ///
    /// The password is whatever stands between the first colon of the user part and the last `@` before the path, so
    /// that a password with an unescaped `@` is hidden whole. A part before `@` without a colon is hidden too: people
    /// write a bare token there. Values of query items named `password` are hidden.
    package static func url(_ text: String) -> String {
        var scheme = ""
        var rest = Substring(text)
        if let end = text.firstRange(of: "://") {
            scheme = String(text[..<end.upperBound])
            rest = text[end.upperBound...]
        }
        var query = Substring()
        if let mark = rest.lastIndex(of: "?"), mark > (rest.lastIndex(of: "@") ?? rest.startIndex) {
            query = rest[mark...]
            rest = rest[..<mark]
        }
        if let at = rest.lastIndex(of: "@") {
            let user = rest[..<at]
            let shownUser = user.firstIndex(of: ":").map { String(user[..<$0]) + ":" } ?? ""
            rest = Substring(shownUser + mask + rest[at...])
        } else if let colon = rest.lastIndex(of: ":"), !rest.hasPrefix("/"), !rest.hasPrefix("[") {
            // Whatever stands where a port should be, and is none, may be a password whose host was forgotten.
            let port = rest[rest.index(after: colon)...].prefix { $0 != "/" }
            if Int(port) == nil { rest = rest[...colon] + mask }
        }
        return scheme + rest + hidingPasswords(in: query)
    }

    private static func hidingPasswords(in query: Substring) -> String {
        guard let mark = query.first else { return "" }
        let items = query.dropFirst().split(separator: "&", omittingEmptySubsequences: false).map { item in
            item.hasPrefix("password=") ? "password=\(mask)" : String(item)
        }
        return String(mark) + items.joined(separator: "&")
    }
}
