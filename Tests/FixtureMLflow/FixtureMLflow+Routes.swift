import EventBus
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

extension FixtureMLflow {
    func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.get("health") { _, _ in "OK" }
        router.get("version") { _, _ in "3.17.2" }
        let api = router.group("api/2.0/mlflow")
        for method in [HTTPRequest.Method.get, .post, .patch, .delete] {
            for depth in ["{a}", "{a}/{b}", "{a}/{b}/{c}"] {
                api.on(RouterPath(depth), method: method) { [self] request, _ in try await answer(request) }
            }
        }
        return router
    }

    private func answer(_ request: Request) async throws -> Response {
        let path = String(request.uri.path.dropFirst("/api/2.0/mlflow/".count))
        let bytes = try await request.body.collect(upTo: 1 << 22)
        let fault = state.withLock { state -> FixtureFault? in
            state.asked[path, default: 0] += 1
            guard let place = state.faults.firstIndex(where: { $0.path.isEmpty || $0.path == path }) else { return nil }
            state.faults[place].left -= 1
            let fault = state.faults[place].fault
            if state.faults[place].left == 0 { state.faults.remove(at: place) }
            return fault
        }
        if let fault { return try await broken(fault, request) }
        let wanted = state.withLock { $0.authorization }
        if let wanted, request.headers[.authorization] != wanted {
            return Response(
                status: .unauthorized, headers: [.contentType: "text/html"], body: body("You are not authenticated."))
        }
        do {
            let question = FixtureQuestion(
                path: path, method: request.method,
                query: request.uri.queryParameters.map { (String($0.key), String($0.value)) },
                body: try Self.object(Array(bytes.readableBytesView)))
            return json(try await reply(to: question))
        } catch let error as FixtureError {
            return Self.refusal(error)
        }
    }

    private static func object(_ bytes: [UInt8]) throws -> JSONObject {
        if bytes.isEmpty { return JSONObject() }
        guard case .object(let object)? = try? JSONValue(parsing: bytes) else {
            throw FixtureError.invalid("Malformed request body: it is no JSON object")
        }
        return object
    }

    private func json(_ object: JSONObject) -> Response {
        var text = String(decoding: JSONValue.object(object).bytes, as: UTF8.self)
        if state.withLock({ $0.writesBareNaN }) {
            text = text.split(separator: "\"NaN\"", omittingEmptySubsequences: false).joined(separator: "NaN")
        }
        return Response(status: .ok, headers: [.contentType: "application/json"], body: body(text))
    }

    private static func refusal(_ error: FixtureError) -> Response {
        let json: JSONObject = [
            "error_code": .string(error.code), "message": .string(error.message), "sqlstate": "KAM00",
            "error_class": .string(error.code),
        ]
        return Response(
            status: HTTPResponse.Status(code: error.status), headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: JSONValue.object(json).bytes)))
    }

    private func broken(_ fault: FixtureFault, _ request: Request) async throws -> Response {
        switch fault {
        case .status(let code):
            return Self.refusal(
                FixtureError(
                    status: code, code: code == 503 ? "TEMPORARILY_UNAVAILABLE" : "INTERNAL_ERROR", message: ""))
        case .rateLimited(let seconds):
            var response = Self.refusal(
                FixtureError(status: 429, code: "REQUEST_LIMIT_EXCEEDED", message: "Too many requests."))
            response.headers[.retryAfter] = String(seconds)
            return response
        case .html:
            return Response(
                status: .ok, headers: [.contentType: "text/html"],
                body: body("<!doctype html><title>Log in</title>"))
        case .hanging(let time):
            try await Task.sleep(for: time)
            return Response(status: .ok)
        case .hangingBody(let time):
            return Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: "{"))
                    try await Task.sleep(for: time)
                    try await writer.finish(nil)
                })
        case .foreignNotFound:
            return Response(status: .notFound, headers: [.contentType: "text/html"], body: body("<title>404</title>"))
        case .echoingCredentials:
            return Self.refusal(
                FixtureError(
                    status: 400, code: "INVALID_PARAMETER_VALUE",
                    message: "Invalid header: \(request.headers[.authorization] ?? "none")"))
        }
    }

    private func body(_ text: String) -> ResponseBody { ResponseBody(byteBuffer: ByteBuffer(string: text)) }
}

/// One question to the fixture.
struct FixtureQuestion: Sendable {
    let path: String
    let method: HTTPRequest.Method
    let query: [(name: String, value: String)]
    let body: JSONObject

    /// Text out of the query or the body.
    func text(_ name: String) -> String? {
        query.first { $0.name == name }?.value ?? FixtureJSON.text(body, name)
    }

    /// Text that MLflow demands.
    func require(_ name: String) throws -> String {
        guard let text = text(name) else {
            throw FixtureError.invalid("Missing value for required parameter '\(name)'.")
        }
        return text
    }
}
