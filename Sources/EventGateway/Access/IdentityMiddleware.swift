import HTTPTypes
import Hummingbird

/// The first to see a request: whether it is meant for this gateway, who makes it, whether a page of another site makes it,
/// and whether its caller asks too often.
struct IdentityMiddleware: RouterMiddleware {
    let identity: CallerIdentity
    let origins: OriginPolicy
    let rates: RequestRates

    func handle(
        _ request: Request, context: GatewayContext,
        next: (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        guard origins.accepts(host: request.head.authority) else {
            throw Problem(
                .misdirectedRequest,
                "without tokens this gateway answers to localhost only, and the request names another host: call it as http://localhost, or configure tokens (EVENTBUS_GATEWAY_TOKENS)"
            )
        }
        var context = context
        var means = CallerIdentity.Means.nothing
        do throws(Problem) {
            (context.caller, means) = try identity.caller(of: request)
        } catch {
            context.refusal = error
        }
        try rates.charge(context.caller, at: context.network)
        if means != .token, !request.method.isSafe { try checkOrigin(of: request, isSession: means == .session) }
        guard context.refusal != nil else { return try await next(request, context) }
        do {
            return try await next(request, context)
        } catch let problem as Problem where problem.status == .unauthorized {
            // The path asked who calls: this was a guess. A probe whose proxy shows something else than a token is none.
            try rates.chargeRefusal(of: context.network)
            throw problem
        }
    }

    /// A browser sends a session's cookie, and reaches loopback, whosever page asks for it: a page says which it is.
    private func checkOrigin(of request: Request, isSession: Bool) throws(Problem) {
        if let origin = request.headers[.origin] {
            guard origins.accepts(origin: origin, host: request.head.authority) else {
                throw Problem(.forbidden, "a page of \(origin.prefix(200)) may not make this gateway act")
            }
        } else if isSession, request.headers[.eventBusRequest] == nil {
            throw Problem(
                .forbidden,
                "a session's request that changes something needs its page's Origin, or X-EventBus-Request: 1"
            )
        }
    }
}

extension HTTPField.Name {
    /// What no page of another site can send without being asked.
    static let eventBusRequest = Self.known("X-EventBus-Request")

    /// The name of a header that this module knows; a constant, so it is one.
    static func known(_ name: StaticString) -> HTTPField.Name {
        guard let field = HTTPField.Name("\(name)") else { preconditionFailure("\(name) is no header's name") }
        return field
    }
}

extension HTTPRequest.Method {
    /// Whether a request of this method changes nothing (RFC 9110, section 9.2.1).
    var isSafe: Bool { self == .get || self == .head || self == .options }
}
