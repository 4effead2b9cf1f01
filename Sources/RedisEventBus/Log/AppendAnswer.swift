import EventBus
import RedisClient

/// The server's answer to one append: of `XADD`, or of `append.lua`.
enum AppendAnswer {
    case appended(StreamPosition, version: UInt64?)
    /// The event that was appended first under the idempotency key; its identity is `nil` where the key does not have it.
    case duplicate(StreamPosition, version: UInt64?, EventID?)
    /// The aggregate is at this version, and another was expected; nothing was written.
    case conflict(actual: UInt64)
    /// The script is not on the server; nothing has run.
    case missingScript
    case refused(RedisServerError)
    case unreadable(String)

    init(_ reply: RedisReply) {
        switch reply.kind {
        case .error where reply.isMissingScript: self = .missingScript
        case .error: self = reply.error.map { .refused($0) } ?? .unreadable(reply.description)
        case .bulkString:
            self = reply.streamID.map { .appended(StreamPosition($0), version: nil) } ?? .unreadable(reply.description)
        case .array where reply.count == 4:
            guard let position = reply[0].streamID, let version = reply[1].integer, reply[2].integer == 1 else {
                self = .unreadable(reply.description)
                return
            }
            let first = reply[3].string.flatMap { EventID($0) }
            self = .duplicate(StreamPosition(position), version: version > 0 ? UInt64(version) : nil, first)
        case .array where reply.count == 3:
            if reply[2].integer == 2, let actual = reply[1].integer.flatMap({ UInt64(exactly: $0) }) {
                self = .conflict(actual: actual)
                return
            }
            guard let position = reply[0].streamID, let version = reply[1].integer, reply[2].integer == 0 else {
                self = .unreadable(reply.description)
                return
            }
            self = .appended(StreamPosition(position), version: version > 0 ? UInt64(version) : nil)
        case .simpleString, .integer, .array, .null: self = .unreadable(reply.description)
        }
    }

    /// Where the event stands, if it is in the log.
    var position: StreamPosition? {
        switch self {
        case .appended(let position, _), .duplicate(let position, _, _): position
        case .conflict, .missingScript, .refused, .unreadable: nil
        }
    }

    /// The receipt, if the event is in the log; of a duplicate it has the identity of the event that is there.
    func receipt(_ id: EventID, partition: Int, durability: Durability) -> PublishReceipt? {
        switch self {
        case .appended(let position, let version):
            PublishReceipt(
                eventID: id, partition: partition, position: position, version: version, durability: durability)
        case .duplicate(let position, let version, let first):
            PublishReceipt(
                eventID: first ?? id, partition: partition, position: position, version: version,
                durability: durability, outcome: .duplicate)
        case .conflict, .missingScript, .refused, .unreadable: nil
        }
    }

    private static func passing(_ error: RedisServerError) -> AppendResolution.Answer.Passing {
        switch error.code {
        case "LOADING", "MASTERDOWN", "CLUSTERDOWN": .away
        default: error.isRetriable ? .passing : .lasting
        }
    }

    /// Why it is not, and whether that passes; of a conflict the batch says it, which knows what was expected.
    var refusal: (error: PublishError, passing: AppendResolution.Answer.Passing)? {
        switch self {
        case .appended, .duplicate, .conflict: nil
        case .missingScript:
            (
                PublishError(
                    .rejected, "the server forgot the script append.lua while it was being used; publish again"),
                .passing
            )
        case .refused(let error): (PublishError(RedisError(error)), Self.passing(error))
        case .unreadable(let reply):
            (
                PublishError(.outcomeUnknown, "the server's answer to an append was not understood: \(reply)"),
                .lasting
            )
        }
    }
}
