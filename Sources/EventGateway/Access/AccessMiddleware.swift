import HTTPTypes
import Hummingbird

/// Lets through who has the role that a group of routes asks for.
struct AccessMiddleware: RouterMiddleware {
    let role: AccessRole

    func handle(
        _ request: Request, context: GatewayContext,
        next: (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        try Self.require(role, of: context)
        return try await next(request, context)
    }

    /// Checks that the caller of a request has a role.
    ///
    /// - Throws: ``Problem``: 401 for somebody unknown, 403 for somebody who lacks the role.
    static func require(_ role: AccessRole, of context: GatewayContext) throws(Problem) {
        if let refusal = context.refusal { throw refusal }
        let caller = context.caller
        if caller.roles.contains(role) { return }
        if caller == .nobody { throw .unauthorized("this needs a token with the role “\(role.rawValue)”") }
        throw Problem(
            .forbidden, "this needs the role “\(role.rawValue)”, which the token “\(caller.name)” does not have")
    }
}
