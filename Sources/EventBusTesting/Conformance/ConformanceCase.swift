/// One promise of the bus, and how a transport is tried on it.
public struct ConformanceCase: Sendable, CustomStringConvertible {
    /// A short name, unique in the suite.
    public let name: String
    /// The promise, as a sentence.
    public let promise: String
    /// What a transport needs for it.
    public let needs: ConformanceFeatures
    private let body: @Sendable (ConformanceStage) async throws -> Void

    init(
        _ name: String, _ promise: String, needs: ConformanceFeatures = [],
        _ body: @escaping @Sendable (ConformanceStage) async throws -> Void
    ) {
        self.name = name
        self.promise = promise
        self.needs = needs
        self.body = body
    }

    /// The name.
    public var description: String { name }

    /// What became of a case.
    public enum Outcome: Sendable, Hashable {
        /// The promise was kept.
        case kept
        /// It was not tried for want of these features.
        case skipped(missing: ConformanceFeatures)
    }

    /// Tries a transport.
    ///
    /// - Parameters:
    ///   - scale: How large: 1 is what a fast machine does in some seconds, with thousands of events; the least is a few.
    ///   - transport: Makes an adapter on a broker of its own; the case ends it.
    /// - Throws: ``ConformanceFailure`` where the promise was not kept; what the transport throws.
    @discardableResult
    public func run(
        scale: Double = 1, on transport: () async throws -> any ConformanceTransport
    ) async throws -> Outcome {
        let transport = try await transport()
        let missing = needs.subtracting(transport.features)
        guard missing.isEmpty else {
            await transport.end()
            return .skipped(missing: missing)
        }
        let stage = ConformanceStage(transport: transport, scale: scale)
        do { try await body(stage) } catch {
            await stage.end()
            throw error
        }
        await stage.end()
        return .kept
    }
}
