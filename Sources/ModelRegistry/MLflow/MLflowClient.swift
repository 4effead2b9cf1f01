import AsyncHTTPClient
import EventBus
public import Logging
import NIOCore
import NIOHTTP1

/// Asks MLflow's REST interface: models, versions, runs, webhooks.
///
/// Each try has a time limit and each answer a size limit. What only reads, or sets a value, is sent again where nobody
/// answered or the server failed; anything is where the server said “too many requests”. Redirects are not followed: they
/// lead to a log-in page more often than to MLflow. Close the client at the end.
public final class MLflowClient: Sendable {
    /// Where MLflow is, and how patiently it is asked.
    public let configuration: MLflowConfiguration
    private let http: HTTPClient
    private let logger: Logger
    let experiments = ExperimentNames()

    /// Makes a client; it connects when it is first used.
    public init(_ configuration: MLflowConfiguration, logger: Logger = Logger(label: "mlflow")) {
        self.configuration = configuration
        self.logger = logger
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: HTTPClient.Configuration.Timeout(connect: .seconds(5)))
        // A refused connection is told at once, and when to try again is said here.
        configuration.connectionPool.retryConnectionEstablishment = false
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    // A client that somebody forgot to close must not end the process, as the library beneath would.
    deinit { http.shutdown { _ in } }

    /// Closes the connections; requests in hand fail.
    public func close() async {
        try? await http.shutdown()
    }

    /// Asks, and again as the configuration says.
    ///
    /// - Throws: ``MLflowError`` of the last try; of kind `cancelled` where the task was.
    func ask(_ request: MLflowRequest) async throws(MLflowError) -> JSONObject {
        let retry = configuration.retry
        var repetition = 0
        var spent = Duration.zero
        while true {
            do throws(MLflowError) {
                return try await tryOnce(request)
            } catch {
                repetition += 1
                guard request.isRepeatable ? error.isPassing : error.kind == .rateLimited,
                    let wait = retry.wait(
                        before: repetition, retryAfter: error.retryAfter, spent: spent,
                        fraction: Double.random(in: 0..<1))
                else { throw error }
                logger.debug(
                    "MLflow is asked again",
                    metadata: ["request": "\(request.place)", "error": "\(error)", "wait": "\(wait)"])
                spent += wait
                do { try await Task.sleep(for: wait) } catch _ { throw cancelled(request) }
            }
        }
    }

    private func tryOnce(_ request: MLflowRequest) async throws(MLflowError) -> JSONObject {
        let address = configuration.address
        let answer: Answer
        do { answer = try await exchange(request) } catch { throw failure(error, request) }
        guard answer.status < 300 else {
            throw scrubbed(
                .of(
                    status: answer.status, body: answer.body, place: request.place, address: address,
                    retryAfter: answer.retryAfter))
        }
        if answer.body.isEmpty { return JSONObject() }
        let limits = JSONLimits(maximumBytes: configuration.maximumAnswerBytes, duplicateNames: .lastWins)
        guard let read = try? JSONValue(parsing: NonFiniteNumbers.quoted(answer.body), limits: limits),
            case .object(let object) = read
        else {
            throw MLflowError(
                .junk,
                """
                \(request.place) at \(address): \(answer.status), but the answer is no JSON object: check that \
                MLFLOW_TRACKING_URI names MLflow itself, and no page in front of it
                """, status: answer.status)
        }
        return object
    }

    private struct Answer: Sendable {
        let status: Int
        let retryAfter: Duration?
        let body: [UInt8]
    }

    /// One try, to the last byte of its answer: the HTTP client's own limit ends with the head.
    private func exchange(_ request: MLflowRequest) async throws -> Answer {
        let limit = configuration.timeout
        return try await withThrowingTaskGroup(of: Answer.self) { group in
            group.addTask {
                let response = try await self.http.execute(self.httpRequest(request), timeout: TimeAmount(limit))
                let body = try await response.body.collect(upTo: self.configuration.maximumAnswerBytes)
                return Answer(
                    status: Int(response.status.code),
                    retryAfter: Self.retryAfter(response.headers.first(name: "Retry-After")),
                    body: Array(body.readableBytesView))
            }
            group.addTask {
                try await Task.sleep(for: limit)
                throw HTTPClientError.deadlineExceeded
            }
            defer { group.cancelAll() }
            guard let answer = try await group.next() else { throw CancellationError() }
            return answer
        }
    }

    private func httpRequest(_ request: MLflowRequest) -> HTTPClientRequest {
        var out = HTTPClientRequest(url: configuration.address + request.target)
        out.method = request.method
        out.headers.add(name: "Accept", value: "application/json")
        switch configuration.credentials {
        case .none: break
        case .token(let token): out.headers.add(name: "Authorization", value: "Bearer \(token)")
        case .basic(let username, let password): out.setBasicAuth(username: username, password: password)
        }
        if let body = request.body {
            out.headers.add(name: "Content-Type", value: "application/json")
            out.body = .bytes(body.bytes)
        }
        return out
    }

    /// Whole seconds; MLflow and what stands in front of it send no dates.
    private static func retryAfter(_ header: String?) -> Duration? {
        header.flatMap { Int64($0) }.map { .seconds(max($0, 0)) }
    }

    /// What a request that got no whole answer failed of.
    private func failure(_ error: any Error, _ request: MLflowRequest) -> MLflowError {
        let place = "\(request.place) at \(configuration.address)"
        if Task.isCancelled || error is CancellationError { return cancelled(request) }
        if error is NIOTooManyBytesError {
            return MLflowError(
                .junk,
                "\(place): the answer has more than \(configuration.maximumAnswerBytes) bytes: ask for fewer at once")
        }
        switch error as? HTTPClientError {
        case .deadlineExceeded?, .readTimeout?, .connectTimeout?, .getConnectionFromPoolTimeout?, .tlsHandshakeTimeout?:
            return MLflowError(
                .timeout,
                "\(place): no answer within \(configuration.timeout): check that MLflow is up, or allow it more time")
        case .invalidURL?, .emptyHost?:
            return MLflowError(.invalid, "\(place): the address can't be used: MLFLOW_TRACKING_URI is http://host:port")
        default:
            let why = ConnectionFailure.words(error)
            return MLflowError(
                .unavailable, "\(place): nobody answers (\(why)): check MLFLOW_TRACKING_URI, and that MLflow is up")
        }
    }

    private func cancelled(_ request: MLflowRequest) -> MLflowError {
        MLflowError(.cancelled, "\(request.place) at \(configuration.address): the task was cancelled")
    }

    /// The error without the credential, should the server have repeated it.
    private func scrubbed(_ error: MLflowError) -> MLflowError {
        let secret =
            switch configuration.credentials {
            case .none: ""
            case .token(let token): token
            case .basic(_, let password): password
            }
        guard !secret.isEmpty, error.message.contains(secret) else { return error }
        return MLflowError(
            error.kind,
            error.message.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "***"),
            status: error.status, code: error.code, retryAfter: error.retryAfter)
    }

    /// What is missing in an answer that has the wrong form.
    func junk(_ request: MLflowRequest, missing field: String) -> MLflowError {
        junk(request, "the answer has no \(field): is this MLflow 2 or 3?")
    }

    /// An answer of 200 that can't be used.
    func junk(_ request: MLflowRequest, _ what: String) -> MLflowError {
        MLflowError(.junk, "\(request.place) at \(configuration.address): \(what)", status: 200)
    }
}
