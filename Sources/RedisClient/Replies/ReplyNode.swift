/// One value of a reply in a flat tape; the children of an array lie right behind it, each with its own.
struct ReplyNode: Sendable {
    var kind: RedisReply.Kind
    /// How many nodes this value takes, itself and everything within it.
    var extent: UInt32
    /// An integer's value; a string's offset (upper half) and length (lower half); an array's number of elements.
    var payload: Int64

    static func bytes(_ kind: RedisReply.Kind, offset: Int, count: Int) -> ReplyNode {
        ReplyNode(kind: kind, extent: 1, payload: Int64(offset) << 32 | Int64(count))
    }

    var offset: Int { Int(payload >> 32) }
    var count: Int { Int(payload & 0xffff_ffff) }
}
