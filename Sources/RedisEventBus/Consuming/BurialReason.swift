/// Why a delivery became a dead letter, as it stands in the letter.
enum BurialReason: String, Sendable, Hashable {
    case attemptsUsedUp = "attempts_used_up"
    case consumerDied = "consumer_died"
    case rejected
    case undecodable
    case unknownType = "unknown_type"
    case malformed
    case routeFailed = "route_failed"
}
