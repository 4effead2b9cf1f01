import Crypto
import HTTPTypes
import Hummingbird

/// A document that changes only with the catalogue: a browser or a tool asks with its tag whether it has it already.
struct EntityAnswer: Sendable {
    private let bytes: ByteBuffer
    private let tag: String
    private let headers: HTTPFields

    init(_ text: String, type: String, headers: HTTPFields = [:]) {
        bytes = ByteBuffer(string: text)
        let hash = SHA256.hash(data: Array(text.utf8)).prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        tag = "\"\(hash.joined())\""
        var headers = headers
        headers[.contentType] = type
        headers[.cacheControl] = "no-cache"
        headers[.eTag] = tag
        self.headers = headers
    }

    /// The document, or that it has not changed.
    func response(to request: Request) -> Response {
        if request.headers[values: .ifNoneMatch].contains(where: knows) {
            return Response(status: .notModified, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: bytes))
    }

    /// Whether a list of tags has this document's.
    private func knows(_ list: String) -> Bool {
        list.split(separator: ",").contains { word in
            let known = word.filter { $0 != " " }
            return known == "*" || known == tag || known == "W/" + tag
        }
    }
}
