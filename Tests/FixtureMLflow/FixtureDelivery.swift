import AsyncHTTPClient
import Crypto
import EventBus
import Foundation
import NIOCore
import NIOHTTP1

/// One delivery: its id, time, signature and body are the same on every try.
struct FixtureDelivery: Sendable {
    private let id: String
    private let timestamp: String
    private let signature: String?
    private let body: [UInt8]

    /// What became of a try.
    enum Arrival: Sendable {
        case taken
        /// Nobody answered, or the answer was one after which MLflow tries again.
        case again
        /// The receiver refused it, which MLflow takes for its last word.
        case refused
    }

    /// Makes a delivery of this moment; it is signed where there is a secret.
    init(_ news: FixtureNews, secret: String) {
        id = UUID().uuidString.lowercased()
        timestamp = String(Timestamp.now.microseconds / 1_000_000)
        let stamp = Timestamp.now.description.dropLast() + "+00:00"
        body =
            JSONValue.object([
                "entity": .string(news.entity), "action": .string(news.action), "timestamp": .string(String(stamp)),
                "data": .object(news.data),
            ]).bytes
        let signed = Array("\(id).\(timestamp).".utf8) + body
        let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: Array(secret.utf8)))
        signature = secret.isEmpty ? nil : "v1," + Data(code).base64EncodedString()
    }

    func send(to url: String) async -> Arrival {
        guard case .success(let status) = await attempt(at: url) else { return .again }
        if (200..<300).contains(status) { return .taken }
        return [429, 500, 502, 503, 504].contains(status) ? .again : .refused
    }

    /// One try; the receiver's status.
    func attempt(at url: String) async -> Result<Int, any Error> {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "User-Agent", value: "python-requests/2.34.2")
        request.headers.add(name: "X-MLflow-Delivery-Id", value: id)
        request.headers.add(name: "X-MLflow-Timestamp", value: timestamp)
        if let signature { request.headers.add(name: "X-MLflow-Signature", value: signature) }
        request.body = .bytes(body)
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
            _ = try await response.body.collect(upTo: 1 << 20)
            return .success(Int(response.status.code))
        } catch {
            return .failure(error)
        }
    }
}
