/// The complete replies that one read from the socket brought, in order.
struct ReplyBatch: RandomAccessCollection, Sendable {
    let tape: ReplyTape
    /// Where in the tape each reply begins.
    let roots: [Int]

    var startIndex: Int { 0 }
    var endIndex: Int { roots.count }

    subscript(position: Int) -> RedisReply { RedisReply(tape: tape, index: roots[position]) }
}
