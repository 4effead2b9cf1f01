import EventBus
import RedisClient

/// One call of `lease.lua`.
struct LeaseCall: Sendable, Hashable {
    /// What is to become of the lease.
    enum Wish: Sendable, Hashable {
        /// Nothing: only say what it is.
        case look
        /// It stays with the caller, who holds it under this epoch.
        case keep(epoch: UInt64)
        /// It becomes the caller's, if it is still what the caller saw.
        case take(seen: LeaseRecord?)
        /// The caller gives it up.
        case leave(epoch: UInt64)
    }

    var wish: Wish
    let instance: String
    let consumer: String
    /// The connection that the call goes over.
    var link: ServerConnection?
    /// The caller's beat; `nil` where it is no member any more.
    var beat: UInt64?
    /// Where the group has come to.
    var position: StreamPosition?
    /// The connection that was admitted to read.
    var client: ServerConnection?
    /// Members that are to be removed unless they have given a sign since.
    var dead: [MemberRecord] = []

    /// Adds the call.
    func append(to commands: inout RedisCommands, keys: LeaseKeys) {
        let (word, epoch, seenBeat) =
            switch wish {
            case .look: ("look", "", "")
            case .keep(let epoch): ("keep", String(epoch), "")
            case .take(let seen): ("take", seen.map { String($0.epoch) } ?? "", seen.map { String($0.beat) } ?? "")
            case .leave(let epoch): ("leave", String(epoch), "")
            }
        let head = [
            word, instance, consumer, link?.description ?? "-", beat.map { String($0) } ?? "", epoch, seenBeat,
            position?.description ?? "", client?.description ?? "",
        ]
        Scripts.lease.append(
            to: &commands, keys: keys.all, arguments: head + dead.flatMap { [$0.instance, $0.entry] })
    }
}
