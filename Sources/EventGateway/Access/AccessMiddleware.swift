import Hummingbird

/// Lets through who has the role that a group of routes asks for.
struct AccessMiddleware: RouterMiddleware {
    let role: AccessRole

    func handle(
        _ request: Request, context: GatewayContext,
        next: (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        guard context.caller.roles.contains(role) else {
            throw Problem(.forbidden, "this needs the role “\(role.rawValue)”, which the token does not have")
        }
        return try await next(request, context)
    }
}
