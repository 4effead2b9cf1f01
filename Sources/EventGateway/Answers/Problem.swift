package import EventBus
package import HTTPTypes
import Hummingbird

/// An error answer: `application/problem+json` (RFC 9457), saying what, where and how to mend.
package struct Problem: Error, Sendable {
    /// The status code.
    package let status: HTTPResponse.Status
    /// What is wrong, for the person who called.
    package let detail: String
    /// Members beside the standard ones, e.g. the violations of a payload.
    package var members: JSONObject
    /// Headers beside `Content-Type`, e.g. `Retry-After`.
    package var headers: HTTPFields

    /// Makes an answer.
    package init(
        _ status: HTTPResponse.Status, _ detail: String, members: JSONObject = JSONObject(), headers: HTTPFields = [:]
    ) {
        self.status = status
        self.detail = detail
        self.members = members
        self.headers = headers
    }

    /// The body.
    package var json: JSONValue {
        var object: JSONObject = [
            "type": .string("about:blank"), "title": .string(status.reasonPhrase),
            "status": .number(JSONNumber(status.code)), "detail": .string(detail),
        ]
        for member in members.members { object[member.name] = member.value }
        return .object(object)
    }
}
