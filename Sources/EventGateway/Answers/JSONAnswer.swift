import EventBus
import HTTPTypes
import Hummingbird

/// An answer of one JSON value.
struct JSONAnswer: ResponseGenerator {
    let value: JSONValue
    var status: HTTPResponse.Status = .ok

    func response(from request: Request, context: some RequestContext) throws -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: value.bytes)))
    }
}
