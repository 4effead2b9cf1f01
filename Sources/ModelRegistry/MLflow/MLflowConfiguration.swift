/// Where MLflow is, and how patiently it is asked.
public struct MLflowConfiguration: Sendable, Hashable {
    /// The address in front of `/api/2.0/mlflow`, without a slash at its end, e.g. `http://127.0.0.1:5000` or
    /// `https://registry.example.com/mlflow`.
    public let address: String
    /// Who asks.
    public var credentials: MLflowCredentials
    /// How long one try may take, from connecting to the last byte of the answer.
    public var timeout: Duration
    /// When a request is sent again.
    public var retry: MLflowRetry
    /// The longest answer that is read, in bytes.
    public var maximumAnswerBytes: Int

    /// Describes an MLflow server.
    ///
    /// - Parameters:
    ///   - url: `http://` or `https://`, a host, and where a proxy stands in front the path below which it serves MLflow's
    ///     API. The API's own path may stand at the end.
    ///   - credentials: Who asks.
    ///   - timeout: How long one try may take.
    ///   - retry: When a request is sent again.
    ///   - maximumAnswerBytes: The longest answer that is read.
    /// - Throws: ``MLflowError`` of kind `invalid` where the address can't be used; the message does not repeat it, since it
    ///   may hold a password.
    public init(
        url: String, credentials: MLflowCredentials = .none, timeout: Duration = .seconds(10),
        retry: MLflowRetry = MLflowRetry(), maximumAnswerBytes: Int = 32 << 20
    ) throws(MLflowError) {
        address = try Self.address(url)
        self.credentials = credentials
        self.timeout = timeout
        self.retry = retry
        self.maximumAnswerBytes = maximumAnswerBytes
    }

    private static func address(_ url: String) throws(MLflowError) -> String {
        let lowered = url.lowercased()
        guard let scheme = ["http://", "https://"].first(where: { lowered.hasPrefix($0) }) else {
            throw MLflowError(
                .invalid, "the address of MLflow begins with neither http:// nor https://: MLFLOW_TRACKING_URI names it"
            )
        }
        var rest = url.dropFirst(scheme.count)
        if let mark = rest.firstIndex(where: { $0 == "?" || $0 == "#" }) { rest = rest[..<mark] }
        while rest.hasSuffix("/") { rest.removeLast() }
        if rest.hasSuffix(apiPath) { rest.removeLast(apiPath.count) }
        let host = rest.prefix { $0 != "/" }
        guard !host.contains("@") else {
            throw MLflowError(
                .invalid,
                """
                the address of MLflow holds a name or a password, which would be shown wherever the address is: give them in \
                MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD
                """)
        }
        guard !host.isEmpty, !rest.contains(where: { $0.isWhitespace }) else {
            throw MLflowError(
                .invalid, "the address of MLflow has no host, or a space: it is of the form http://host:5000")
        }
        return scheme + rest
    }

    /// Where MLflow's REST interface stands below the address.
    static let apiPath = "/api/2.0/mlflow"
}
