import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// What every answer has: an error is a ``Problem``, and the headers say what a browser may do with it.
struct AnswerMiddleware: RouterMiddleware {
    let routes: RouteTable
    /// The origins whose pages may read answers.
    let corsOrigins: Set<String>

    func handle(
        _ request: Request, context: GatewayContext,
        next: (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        if let preflight = preflight(request) {
            response = preflight
        } else {
            do {
                response = try await next(request, context)
            } catch {
                response = try problem(error, request, context).response(from: request, context: context)
                if request.method == .head { response = response.createHeadResponse() }
            }
        }
        finish(&response, request)
        return response
    }

    /// What an error means for the caller.
    ///
    /// - Throws: What the server answers itself.
    private func problem(_ error: any Error, _ request: Request, _ context: GatewayContext) throws -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let error as HTTPError where error.status == .notFound: return unknownPath(request)
        case let error as HTTPError:
            return Problem(error.status, error.body ?? "the request can't be answered", headers: error.headers)
        case is NIOTooManyBytesError: return Problem(.contentTooLarge, "the body is larger than this path takes")
        case is ConnectionGuard.SlowBody:
            return Problem(.requestTimeout, "the body did not come in time", headers: [.connection: "close"])
        case is HTTPParserError: throw error
        case is CancellationError:
            return Problem(.serviceUnavailable, "the gateway is shutting down", headers: [.retryAfter: "5"])
        default:
            context.logger.error(
                "a request failed in a way that nobody thought of",
                metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
            return Problem(.internalServerError, "the gateway failed; its log says of what")
        }
    }

    private func unknownPath(_ request: Request) -> Problem {
        let methods = routes.methods(of: request.uri.path)
        guard !methods.isEmpty else {
            return Problem(.notFound, "there is nothing at this path; /openapi.json lists what there is")
        }
        let list = methods.joined(separator: ", ")
        return Problem(
            .methodNotAllowed, "this path does not take \(request.method.rawValue), it takes \(list)",
            headers: [.allow: list])
    }

    /// What every answer says unless it says otherwise itself; made once, since making a field looks through its value.
    private static let always = [
        HTTPField(name: .xContentTypeOptions, value: "nosniff"),
        HTTPField(name: .referrerPolicy, value: "no-referrer"), HTTPField(name: .xFrameOptions, value: "DENY"),
        HTTPField(name: .cacheControl, value: "no-store"),
        HTTPField(name: .contentSecurityPolicy, value: "default-src 'none'; frame-ancestors 'none'"),
    ]

    private func finish(_ response: inout Response, _ request: Request) {
        for field in Self.always where !response.headers.contains(field.name) { response.headers.append(field) }
        guard !corsOrigins.isEmpty else { return }
        response.headers.append(HTTPField(name: .vary, value: "Origin"))
        if let origin = request.headers[.origin], corsOrigins.contains(origin) {
            response.headers[.accessControlAllowOrigin] = origin
            response.headers[.accessControlExposeHeaders] = "ETag, Retry-After"
        }
    }

    /// The answer to a browser that asks what a page of another origin may send; `nil` where it is no such question.
    private func preflight(_ request: Request) -> Response? {
        guard request.method == .options, let origin = request.headers[.origin], corsOrigins.contains(origin),
            request.headers[.accessControlRequestMethod] != nil
        else { return nil }
        return Response(
            status: .noContent,
            headers: [
                .accessControlAllowMethods: "GET, POST, DELETE",
                .accessControlAllowHeaders:
                    "Authorization, Content-Type, Idempotency-Key, Eventbus-Expected-Version, X-Correlation-Id, traceparent, Last-Event-ID",
                .accessControlMaxAge: "600",
            ])
    }
}

extension HTTPField.Name {
    static let referrerPolicy = Self.known("Referrer-Policy")
    static let xFrameOptions = Self.known("X-Frame-Options")
}
