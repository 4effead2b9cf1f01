package import EventBus
import RedisClient

extension PublishError {
    /// What a failed command means for an event that was to be appended.
    init(_ error: RedisError, appended: [Int: PublishReceipt] = [:]) {
        switch error.delivery {
        case .notSent: self.init(.notSent, error.message, cause: error, appended: appended)
        case .outcomeUnknown: self.init(.outcomeUnknown, error.message, cause: error, appended: appended)
        case .answered: self.init(.rejected, Self.explain(error), cause: error, appended: appended)
        }
    }

    /// A payload that the catalogue refuses.
    init(_ invalid: InvalidPayload, of declaration: EventDeclaration, at index: Int?) {
        let place = index.map { " (number \($0) of the batch)" } ?? ""
        self.init(.rejected, "\(declaration.type)\(place): \(invalid)", cause: invalid)
    }

    /// A payload that is not one JSON object in UTF-8; `nil` for one that is.
    package init?(malformed payload: [UInt8], of declaration: EventDeclaration) {
        if let offset = UTF8Check.firstInvalidByte(of: payload) {
            self.init(
                .rejected, "\(declaration.type): the payload is not UTF-8: byte \(offset) (counted from 0)",
                cause: PublishObstacle.malformed)
            return
        }
        do throws(InvalidPayload) {
            try payload.span.bytes.withUnsafeBytes { bytes throws(InvalidPayload) in
                var reader = JSONReader(bytes, limits: .published)
                try reader.checkObject()
            }
            return nil
        } catch {
            self.init(error, of: declaration, at: nil)
        }
    }

    /// What the server's refusal means, and how to mend it.
    private static func explain(_ error: RedisError) -> String {
        let mend: String? =
            switch error.code {
            case .server("OOM"):
                "Redis is at maxmemory: trim or move data, or raise maxmemory; nothing was written"
            case .server("READONLY"):
                "this Redis is a replica: connect to the primary"
            case .server("WRONGTYPE"):
                "a key of the bus holds another type: another program uses the same names; choose another namespace"
            case .server("NOPERM"):
                "this Redis user may not append: grant XADD, EVALSHA, SCRIPT LOAD and the bus's keys"
            case .server("MISCONF"):
                "Redis cannot save to disk and refuses writes: look at its log"
            default: nil
            }
        return mend.map { "\(error.message) – \($0)" } ?? error.message
    }
}
