import EventBus
import HTTPTypes
import Hummingbird

/// `/session`: how a page comes to be known, since the browser's `EventSource` can send no header.
struct SessionRoutes: Sendable {
    let identity: CallerIdentity
    /// Whether the cookie is for encrypted connections only.
    let isSecure: Bool

    func add(to router: Router<GatewayContext>) {
        router.get("session") { _, context in
            if let refusal = context.refusal { throw refusal }
            return JSONAnswer(value: description(of: context.caller))
        }
        router.post("session") { request, context in try begin(request, context) }
        router.delete("session") { _, _ in end() }
    }

    /// Begins a session for the token in `Authorization`.
    private func begin(_ request: Request, _ context: GatewayContext) throws -> Response {
        if let refusal = context.refusal { throw refusal }
        guard context.caller != .nobody else { throw Problem.unauthorized("a session begins with a token") }
        var response = try JSONAnswer(value: description(of: context.caller), status: .created).response(
            from: request, context: context)
        guard !identity.tokens.isEmpty else { return response }
        let value = identity.seal.value(for: context.caller, now: .now)
        response.headers[.setCookie] = cookie(value, maximumAge: SessionSeal.lifetime)
        return response
    }

    private func end() -> Response {
        Response(status: .noContent, headers: [.setCookie: cookie("", maximumAge: 0)])
    }

    private func cookie(_ value: String, maximumAge: Int64) -> String {
        "\(SessionSeal.cookie)=\(value); Path=/; Max-Age=\(maximumAge); HttpOnly; SameSite=Strict"
            + (isSecure ? "; Secure" : "")
    }

    /// Who is known, and what that allows: what a page asks first.
    private func description(of caller: Caller) -> JSONValue {
        let roles = AccessRole.allCases.filter { caller.roles.contains($0) }
        return [
            "name": caller == .nobody ? .null : .string(caller.name),
            "roles": .array(roles.map { .string($0.rawValue) }), "tokens_configured": .bool(!identity.tokens.isEmpty),
        ]
    }
}
