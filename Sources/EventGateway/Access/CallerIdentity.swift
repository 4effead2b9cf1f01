import EventBus
import HTTPTypes
import Hummingbird

/// Finds out who makes a request: by a bearer token, by the cookie of a session, or, where no tokens are configured, by
/// nothing.
struct CallerIdentity: Sendable {
    /// By what a caller is known.
    enum Means: Sendable, Hashable {
        /// No tokens are configured.
        case unasked
        /// The header `Authorization`.
        case token
        /// The cookie.
        case session
        /// Nothing was shown.
        case nothing
    }

    let tokens: AccessTokens
    let seal: SessionSeal

    /// Who makes a request, and how that is known.
    ///
    /// - Throws: ``Problem`` where a token or a session is shown that is none.
    func caller(of request: Request) throws(Problem) -> (Caller, Means) {
        if tokens.isEmpty { return (.local, .unasked) }
        if let header = request.headers[.authorization] {
            guard let caller = Self.token(in: header).flatMap({ tokens.caller(withToken: $0) }) else {
                throw Problem.unauthorized("the token is none that this gateway knows")
            }
            return (caller, .token)
        }
        // A session that has ended is nothing: a page that still sends its cookie must be able to begin another.
        guard let value = Self.session(in: request.headers), let name = seal.name(in: value, now: .now),
            let caller = tokens.caller(named: name)
        else { return (.nobody, .nothing) }
        return (caller, .session)
    }

    /// The token of an `Authorization` header; `nil` for another scheme.
    static func token(in header: String) -> Substring? {
        let words = header.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
        return words[1]
    }

    private static func session(in headers: HTTPFields) -> Substring? {
        for field in headers[values: .cookie] {
            for pair in field.split(separator: ";") {
                let pair = pair.drop { $0 == " " }
                if pair.hasPrefix(SessionSeal.cookie + "=") { return pair.dropFirst(SessionSeal.cookie.count + 1) }
            }
        }
        return nil
    }
}

extension Problem {
    /// Nobody is known by what was shown, or nothing was.
    static func unauthorized(_ detail: String) -> Problem {
        Problem(
            .unauthorized, "\(detail): send `Authorization: Bearer TOKEN`; `eventbus token create` makes a token",
            headers: [.wwwAuthenticate: "Bearer realm=\"eventbus\""])
    }
}
