import EventBus
import RedisClient

/// The server's answer to one call of `relay.lua`.
enum RelayReply {
    case answer(RelayAnswer)
    /// Nothing can be appended as the server is now; the batch is worth sending again.
    case failed(RedisError)

    /// Reads an answer.
    ///
    /// - Parameter conflict: What it means that the aggregate of one of the batch's events is at another version.
    init(_ reply: RedisReply, previous: RelayMark?, conflict: (_ place: Int, _ actual: UInt64) -> VersionConflict?) {
        if let error = reply.error {
            self = .failed(RedisError(error))
            return
        }
        guard reply.count == 5, let count = reply[0].integer, count >= 0, let last = reply[2].string,
            let problem = reply[3].string, let fresh = reply[4].integer.map({ Int($0) })
        else {
            self = .failed(
                RedisError(
                    .unexpectedReply, "the answer of relay.lua was not understood: \(reply)", delivery: .outcomeUnknown)
            )
            return
        }
        let appended = Int(count)
        let position = appended > 0 ? reply[1].streamID.map { StreamPosition($0) } : nil
        let remembered = RelayMark(last)
        if !problem.isEmpty {
            let error = RedisServerError(line: problem)
            if error.code == "CONFLICT" {
                let explained = UInt64(error.message).flatMap { conflict(appended, $0) }?.description ?? problem
                self = .answer(
                    RelayAnswer(appended: appended, fresh: fresh, position: position, obstacle: .refused(explained)))
            } else if error.isRetriable || Self.mendable.contains(error.code) {
                self =
                    appended == 0
                    ? .failed(RedisError(error))
                    : .answer(RelayAnswer(appended: appended, fresh: fresh, position: position))
            } else {
                let refused = RelayAnswer.Obstacle.refused("\(error.code) \(error.message)")
                self = .answer(RelayAnswer(appended: appended, fresh: fresh, position: position, obstacle: refused))
            }
        } else if appended == 0, let remembered, remembered != previous {
            self = .answer(RelayAnswer(appended: 0, fresh: 0, position: nil, obstacle: .diverged(remembered)))
        } else {
            self = .answer(RelayAnswer(appended: appended, fresh: fresh, position: position))
        }
    }

    /// Refusals that meet every event until somebody mends the server or the user's rights.
    private static let mendable: Set<String> = ["NOPERM", "NOAUTH", "NOSCRIPT"]
}
